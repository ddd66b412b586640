const reader = new FileReaderSync();

onmessage = ({ data: { at, file } }) => {
  const buffer = reader.readAsArrayBuffer(file);
  postMessage({ at, buffer }, [buffer]);
};
