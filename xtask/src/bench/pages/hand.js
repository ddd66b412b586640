// Evaluated in every page that is measured. Times are taken inside of the page: the way of a
// command to the browser is not part of them.

(() => {
  const pane = () => document.querySelector("[data-viewport]");

  /// A page that knows that it cannot do it says so (`body[data-refusal]`), and ends the wait.
  const refusal = new Promise((_, bad) => {
    const look = () => {
      const { refusal } = document.body.dataset;
      if (refusal) bad(new Error(`refused: ${refusal}`));
    };
    look();
    new MutationObserver(look).observe(document.body, { attributeFilter: ["data-refusal"] });
  });
  refusal.catch(() => {});

  /// What never happens ends the run with a sentence, and with what the page says of itself.
  const within = (what, promise) =>
    Promise.race([
      promise,
      new Promise((_, bad) => {
        setTimeout(() => bad(new Error(`no ${what}: ${document.body.innerText}`)), 40_000);
      }),
      refusal,
    ]);

  const marked = (name, drop) =>
    performance.getEntriesByName(name).find((mark) => mark.detail.drop === drop);

  /// Milliseconds from a drop to a mark of it, once it is there.
  const sinceDrop = async (name, drop) => {
    if (!marked(name, drop)) {
      await within(name, new Promise((done) => {
        const observer = new PerformanceObserver(() => {
          if (!marked(name, drop)) return;
          observer.disconnect();
          done();
        });
        observer.observe({ type: "mark", buffered: true });
      }));
    }
    return marked(name, drop).startTime - marked("drop", drop).startTime;
  };

  const shows = (name, value) =>
    new Promise((done) => {
      const isShown = () => pane().dataset[name] === String(value);
      if (isShown()) return done();
      const observer = new MutationObserver(() => {
        if (!isShown()) return;
        observer.disconnect();
        done();
      });
      observer.observe(pane(), { attributes: true });
    });

  /// Milliseconds from each key to the moment when its picture is said to be on the screen.
  /// `steps` are keys with what the pane then says.
  const press = async (steps) => {
    const times = [];
    for (const [key, name, value] of steps) {
      // A task of its own, as a key of a keyboard has.
      await new Promise((done) => setTimeout(done));
      const start = performance.now();
      pane().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      await within(`${name} ${value}`, shows(name, value));
      times.push(performance.now() - start);
    }
    return times;
  };

  /// Two frames in which nothing is left to draw.
  const settled = () =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));

  globalThis.hand = { sinceDrop, press, settled };
})();
