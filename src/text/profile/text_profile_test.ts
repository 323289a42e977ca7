import { describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Effect } from "effect";
import { effect } from "../../base/test_effect.ts";
import { testFolder } from "../../base/test_folder.ts";
import { findFormat, textProfile, trainingFiles } from "./text_profile.ts";

const split = { valid: 0.05, test: 0.05 };

/** The files of a corpus of one text. */
const filesOf = Effect.fnUntraced(function* (text: string) {
  const path = join(yield* testFolder, "text.txt");
  writeFileSync(path, text);
  return yield* trainingFiles({ path, format: "text", split });
});

const formatOf = (text: string) => Effect.flatMap(filesOf(text), findFormat);

describe("a text's format", () => {
  effect("is text where sentences end, also over several lines", function* () {
    assert.equal(yield* formatOf("The cat sat\non the mat. It slept.\n".repeat(300)), "text");
  });

  effect("is lines where nothing ends a sentence but a line", function* () {
    assert.equal(yield* formatOf("no it was n't black monday\n".repeat(300)), "lines");
    assert.equal(yield* formatOf("بسم الله الرحمن الرحيم\n".repeat(300)), "lines");
  });

  effect("is text where lines are no shorter than what sentences there are", function* () {
    assert.equal(yield* formatOf("word ".repeat(3000)), "text");
    assert.equal(yield* formatOf("a few words"), "text");
  });
});

describe("a text's profile", () => {
  effect("counts the part that is trained on", function* () {
    const files = yield* filesOf("The cat sat. A dog, a bird.\n".repeat(100));
    const found = yield* textProfile(files, { format: "text", split }, true);
    assert.deepEqual(found, {
      words: 1000 * 0.9,
      characters: 2600 * 0.9, // white space between sentences belongs to none
      sentences: 200 * 0.9,
      repeated: 8,
    });
  });

  effect("is estimated roughly, by bytes, beyond the beginning of a long text", function* () {
    const sentence = "One two three four five six. ";
    const times = Math.ceil((6 << 20) / sentence.length);
    const files = yield* filesOf(sentence.repeat(times));
    const { words, sentences } = yield* textProfile(files, { format: "text", split }, true);
    // Files are read a chunk ahead, so an eighth of the bytes counts too much.
    assert(Math.abs(words / (7 * times * 0.9) - 1) < 0.15);
    assert(Math.abs(sentences / (times * 0.9) - 1) < 0.15);
  });
});
