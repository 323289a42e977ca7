import { describe } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { InputError } from "../../base/errors.ts";
import { effect } from "../../base/test_effect.ts";
import type { TokenPart } from "../../text/tokens/token_part.ts";
import { checkLengths } from "./check_lengths.ts";
import { readSweep } from "./read_sweep.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-lengths-"));
after(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(
  join(folder, "c.yaml"),
  `name: c
corpus: { path: text.txt }
batch: { size: 10 }
model: { cell: gru, embedding: 8, hidden: 8 }
training: { epochs: 4, evaluate: { every: 1 epoch } }
`,
);
const sweep = join(folder, "s.yaml");

/** A hundred sentences: ten steps an epoch, forty in all. */
const train: TokenPart = {
  tokens: new Int32Array(301),
  offsets: Int32Array.from({ length: 101 }, (_, i) => 3 * i),
  characters: new Uint8Array(301),
  bytes: new Uint16Array(301),
};

const mistakes = Effect.fnUntraced(function* (text: string) {
  writeFileSync(sweep, `experiment: c.yaml\n${text}`);
  const read = yield* readSweep(sweep);
  const result = yield* Effect.result(checkLengths(read, { train }));
  if (Result.isSuccess(result)) return [];
  assert.ok(result.failure instanceof InputError);
  return result.failure.message.replaceAll(`${folder}/`, "").split("\n");
});

const hidden = "space: { model.hidden: { values: [4, 8] } }\n";

describe("checkLengths", () => {
  effect("takes a grace after which every trial has been measured", function* () {
    for (const grace of ["10 steps", "1 epoch", "39 steps"]) {
      for (const kind of ["asha", "median"]) {
        assert.deepEqual(
          yield* mistakes(`${hidden}stop: { kind: ${kind}, grace: ${grace} }\n`),
          [],
        );
      }
    }
    assert.deepEqual(yield* mistakes(hidden), []);
  });

  effect("refuses one before the first evaluation, at its place", function* () {
    assert.deepEqual(yield* mistakes(`${hidden}stop: { kind: asha, grace: 9 steps }\n`), [
      "s.yaml:3:28: stop.grace: Expected at least the 1 epoch (10 steps) after which a trial is " +
      'first measured, got "9 steps"',
    ]);
  });

  effect("refuses the default too, where trials are measured less often", function* () {
    const every = "space: { training.evaluate.every: { values: [2 epochs, 10 steps] } }\n";
    assert.deepEqual(yield* mistakes(`${every}stop: { kind: median }\n`), [
      "s.yaml:3:7: stop.grace: Expected at least the 2 epochs (20 steps) after which a trial is " +
      'first measured, with training.evaluate.every "2 epochs", got "1 epoch"',
    ]);
  });

  effect("knows what a batch size of the space makes of an epoch", function* () {
    const size =
      "space: { batch.size: { min: 5, max: 50 } }\nstop: { kind: asha, grace: 10 steps }\n";
    assert.deepEqual(yield* mistakes(size), [
      "s.yaml:3:28: stop.grace: Expected at least the 1 epoch (20 steps) after which a trial is " +
      'first measured, with batch.size 5, got "10 steps"',
    ]);
    assert.deepEqual(yield* mistakes(size.replace("min: 5", "min: 10")), []);
    const conditional = `space:
  model.cell: { values: [gru, lstm] }
  model.layers: { values: [1, 2], when: { model.cell: lstm } }
  batch.size: { values: [5], when: { model.layers: 2 } }
stop: { kind: asha, grace: 10 steps }
`;
    assert.deepEqual(yield* mistakes(conditional), [
      "s.yaml:6:28: stop.grace: Expected at least the 1 epoch (20 steps) after which a trial is " +
      'first measured, with model.cell "lstm" and model.layers 2 and batch.size 5, got "10 steps"',
    ]);
  });

  effect("refuses one as long as the training, and one without number", function* () {
    assert.deepEqual(yield* mistakes(`${hidden}stop: { kind: asha, grace: 40 steps }\n`), [
      "s.yaml:3:28: stop.grace: Expected less than the 40 steps of the experiment's training, " +
      'got "40 steps"',
    ]);
    writeFileSync(
      join(folder, "long.yaml"),
      "extends: c.yaml\ntraining: { epochs: 9000000000000, evaluate: { every: 1 step } }\n",
    );
    const text = `${hidden}stop: { kind: median, grace: 1 epoch }\n`;
    writeFileSync(sweep, `experiment: long.yaml\n${text}`);
    const read = yield* readSweep(sweep);
    const { message } = yield* Effect.flip(checkLengths(read, { train }));
    assert.match(
      message,
      /s\.yaml:3:30: stop\.grace: Expected at least a 1,000th of the 90,0.*steps/,
    );
  });
});
