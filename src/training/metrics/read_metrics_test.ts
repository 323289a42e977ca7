import assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect, Stream } from "effect";
import { effect } from "../../base/test_effect.ts";
import fc from "fast-check";
import { InputError } from "../../base/errors.ts";
import { newFolder } from "../../run/test_support.ts";
import { metricsLine } from "./metrics_line.ts";
import { readMetrics } from "./read_metrics.ts";

const line = metricsLine({ step: 1, epoch: 1, tokens: 9, split: "train", loss: 2 });

/** What comes of a file of metrics. */
const read = (folder: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, "metrics.jsonl"), content);
  return Effect.result(Stream.runCollect(readMetrics(folder)));
};

describe("readMetrics", () => {
  effect("gives the lines, without half a last one, and none where there is no file", function* () {
    const folder = yield* newFolder;
    assert.deepEqual(yield* Stream.runCollect(readMetrics(folder)), []);
    const result = yield* read(folder, `${JSON.stringify(line)}\n{"step":2,"ep`);
    assert.deepEqual(result._tag === "Success" && result.success, [line]);
    const empty = yield* read(folder, "");
    assert.deepEqual(empty._tag === "Success" && empty.success, []);
  });

  effect("gives every line of a file of many reads, wherever these fall", function* () {
    const folder = yield* newFolder;
    const lines = Array.from({ length: 8000 }, (_, i) => ({
      ...line,
      step: i,
      note: "ü…🐋".repeat(i % 40),
    }));
    const result = yield* read(folder, lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
    assert.deepEqual(result._tag === "Success" && result.success, lines);
  });

  effect("names the line that is wrong", function* () {
    const folder = yield* newFolder;
    const result = yield* read(folder, `${JSON.stringify(line)}\n{"step":-2}\n`);
    assert.ok(result._tag === "Failure");
    assert.match(result.failure.message, /metrics\.jsonl:2: Not a line of metrics: /);
  });

  effect("refuses a large file that holds nothing, after the first bytes of it", function* () {
    const folder = yield* newFolder;
    for (const content of ["", `${JSON.stringify(line)}\n`]) {
      writeFileSync(join(folder, "metrics.jsonl"), content);
      truncateSync(join(folder, "metrics.jsonl"), 8 * 2 ** 30);
      const error = yield* Effect.flip(Stream.runDrain(readMetrics(folder)));
      assert.match(error.message, /:\d: Not a line of metrics: It is longer than 65536 bytes$/);
    }
  });

  effect("answers any bytes with lines or a mistake", function* () {
    const folder = yield* newFolder;
    const content = fc.oneof(fc.string(), fc.json(), fc.uint8Array());
    yield* Effect.promise(() =>
      fc.assert(fc.asyncProperty(content, async (content) => {
        const text = typeof content === "string" ? `${content}\n` : content;
        const result = await Effect.runPromise(read(folder, text));
        assert.ok(result._tag === "Success" || result.failure instanceof InputError);
      }))
    );
  });
});
