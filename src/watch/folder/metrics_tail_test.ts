import { describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { appendFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Effect } from "effect";
import { effect } from "../../base/test_effect.ts";
import { testFolder } from "../../base/test_folder.ts";
import { metricsFile } from "../../run/run_directory.ts";
import { metricsLine } from "../../training/metrics/metrics_line.ts";
import { metricsTail } from "./metrics_tail.ts";

const line = (step: number): string =>
  `${
    JSON.stringify(
      metricsLine({ step, epoch: 1, tokens: step, split: "train", loss: 1, learningRate: 0.1 }),
    )
  }\n`;

/** A folder of a run whose metrics are `text`. */
const runOf = (text: string) =>
  Effect.tap(testFolder, (run) => Effect.sync(() => writeFileSync(join(run, metricsFile), text)));

const stepsNow = (tail: ReturnType<typeof metricsTail>) =>
  Effect.map(
    tail.next,
    (found) => found && { anew: found.anew, steps: found.points.map(({ step }) => step) },
  );

describe("metrics tail", () => {
  effect("tells what is new, a line only when it is whole", function* () {
    const run = yield* runOf(line(1) + line(2).slice(0, 20));
    const tail = metricsTail(run, 100);
    assert.deepEqual(yield* stepsNow(tail), { anew: true, steps: [1] });
    assert.equal(yield* stepsNow(tail), undefined);
    appendFileSync(join(run, metricsFile), line(2).slice(20) + line(3));
    assert.deepEqual(yield* stepsNow(tail), { anew: false, steps: [2, 3] });
  });

  effect("begins anew where the file was cut", function* () {
    const run = yield* runOf(line(1) + line(2) + line(3));
    const tail = metricsTail(run, 100);
    yield* tail.next;
    writeFileSync(join(run, metricsFile), line(1));
    assert.deepEqual(yield* stepsNow(tail), { anew: true, steps: [1] });
  });

  effect("waits for a run without metrics, and passes over a line without end", function* () {
    const run = yield* testFolder;
    const tail = metricsTail(run, 100);
    assert.deepEqual(yield* stepsNow(tail), { anew: true, steps: [] });
    writeFileSync(join(run, metricsFile), `${"x".repeat(3 << 20)}\n${line(7)}`);
    assert.deepEqual(yield* stepsNow(tail), { anew: false, steps: [7] });
  });

  effect("reads many lines in pieces", function* () {
    const count = 12_000;
    const lines = Array.from({ length: count }, (_, i) => line(i + 1)).join("");
    const found = (yield* stepsNow(metricsTail(yield* runOf(lines), count)))!;
    assert.deepEqual(found.steps, Array.from({ length: count }, (_, i) => i + 1));
  });

  effect("follows no link out of the folder", function* () {
    const run = yield* testFolder;
    symlinkSync(join(yield* runOf(line(1)), metricsFile), join(run, metricsFile));
    assert.deepEqual(yield* stepsNow(metricsTail(run, 100)), { anew: true, steps: [] });
  });
});
