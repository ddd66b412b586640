//! The example of `docs/lessons.md`, with its answers and without, answers and a result.

use hounsfield::lesson::{self, Answers, LessonFile, Practice, Response};

use super::{Seed, data, seed};

/// What the example's answers are bound to is reckoned anew.
const DIGEST: &str = "DIGEST";

pub fn lessons() -> Vec<Seed> {
    let docs = data().join("../../docs/lessons.md");
    let docs = std::fs::read_to_string(docs).unwrap_or_default();
    let example = docs.split("```json\n").nth(1).unwrap_or_default();
    let example = example.split("```").next().unwrap_or_default();
    let alone = example.split(",\n  \"answers\"").next().unwrap_or_default();
    let alone = format!("{alone}\n}}\n");
    let Ok(LessonFile::Lesson(lesson, _)) = lesson::read(&alone) else {
        return Vec::new();
    };
    let whole = example.replace(DIGEST, &lesson.digest());
    let answers = match lesson::read(&whole) {
        Ok(LessonFile::Lesson(_, Some(answers))) => answers,
        _ => Answers::default(),
    };
    let result = Practice {
        lesson: lesson.digest(),
        reader: "Ada".to_owned(),
        responses: [(1, Response::Chosen(vec![0]))].into(),
    };
    let written = [answers.write(), result.write()].map(Result::unwrap_or_default);
    let texts = [alone, whole].into_iter().chain(written);
    let named = ["lesson", "self-study", "answers", "result"];
    let seeds = named.into_iter().zip(texts);
    seeds
        .map(|(name, text)| seed(name, text.into_bytes()))
        .collect()
}
