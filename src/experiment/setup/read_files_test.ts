import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { effect } from "../../base/test_effect.ts";
import { newFolder } from "../../run/test_support.ts";
import { encodeSafetensors } from "../../run/tensors/safetensors.ts";
import { readVocabularyFile, readWeightsFile } from "./read_files.ts";

describe("weights and vocabularies in files", () => {
  effect("are read, with the hash of the bytes", function* () {
    const folder = yield* newFolder;
    const tensors = new Map([["a", { shape: [2], data: Float32Array.of(1, 2) }]]);
    writeFileSync(join(folder, "w"), encodeSafetensors(tensors));
    const read = yield* readWeightsFile(join(folder, "w"));
    assert.deepEqual(read.tensors, tensors);
    assert.match(read.weightsHash, /^[0-9a-f]{64}$/);
    const words = ["UNKNOWN_TOKEN", "é"];
    writeFileSync(join(folder, "v"), JSON.stringify({ version: 1, words }));
    assert.deepEqual((yield* readVocabularyFile(join(folder, "v"))).words, words);
  });

  effect("refuses a file that is larger than any model, unread", function* () {
    const file = join(yield* newFolder, "holes");
    writeFileSync(file, "");
    truncateSync(file, 2 ** 32);
    const { message } = yield* Effect.flip(readWeightsFile(file));
    assert.match(message, /" is 4294967296 bytes long, expected at most 2147483648$/);
    const small = yield* Effect.flip(readVocabularyFile(file));
    assert.match(small.message, /expected at most 67108864$/);
  });

  effect("says where there is no file", function* () {
    const folder = yield* newFolder;
    for (const path of [folder, join(folder, "none")]) {
      const { message } = yield* Effect.flip(readWeightsFile(path));
      assert.equal(message, `There is no file "${path}"`);
    }
  });
});
