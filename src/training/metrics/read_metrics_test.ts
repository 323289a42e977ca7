import assert from "node:assert/strict";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Effect, Stream } from "effect";
import fc from "fast-check";
import { InputError } from "../../base/errors.ts";
import { inFolder } from "../../run/test_support.ts";
import { metricsLine } from "./metrics_line.ts";
import { readMetrics } from "./read_metrics.ts";

const line = metricsLine({ step: 1, epoch: 1, tokens: 9, split: "train", loss: 2 });

/** What comes of a file of metrics. */
const read = (folder: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, "metrics.jsonl"), content);
  return Effect.runPromise(Effect.result(Stream.runCollect(readMetrics(folder))));
};

describe("readMetrics", () => {
  it(
    "gives the lines, without half a last one, and none where there is no file",
    inFolder(async (folder) => {
      assert.deepEqual(await Effect.runPromise(Stream.runCollect(readMetrics(folder))), []);
      const result = await read(folder, `${JSON.stringify(line)}\n{"step":2,"ep`);
      assert.deepEqual(result._tag === "Success" && result.success, [line]);
      const empty = await read(folder, "");
      assert.deepEqual(empty._tag === "Success" && empty.success, []);
    }),
  );

  it(
    "gives every line of a file of many reads, wherever these fall",
    inFolder(async (folder) => {
      const lines = Array.from({ length: 8000 }, (_, i) => ({
        ...line,
        step: i,
        note: "ü…🐋".repeat(i % 40),
      }));
      const result = await read(folder, lines.map((one) => `${JSON.stringify(one)}\n`).join(""));
      assert.deepEqual(result._tag === "Success" && result.success, lines);
    }),
  );

  it(
    "names the line that is wrong",
    inFolder(async (folder) => {
      const result = await read(folder, `${JSON.stringify(line)}\n{"step":-2}\n`);
      assert.ok(result._tag === "Failure");
      assert.match(result.failure.message, /metrics\.jsonl:2: Not a line of metrics: /);
    }),
  );

  it(
    "refuses a large file that holds nothing, after the first bytes of it",
    inFolder(async (folder) => {
      for (const content of ["", `${JSON.stringify(line)}\n`]) {
        writeFileSync(join(folder, "metrics.jsonl"), content);
        truncateSync(join(folder, "metrics.jsonl"), 8 * 2 ** 30);
        const error = await Effect.runPromise(Effect.flip(Stream.runDrain(readMetrics(folder))));
        assert.match(error.message, /:\d: Not a line of metrics: It is longer than 65536 bytes$/);
      }
    }),
  );

  it(
    "answers any bytes with lines or a mistake",
    inFolder((folder) =>
      fc.assert(
        fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), async (content) => {
          const text = typeof content === "string" ? `${content}\n` : content;
          const result = await read(folder, text);
          assert.ok(result._tag === "Success" || result.failure instanceof InputError);
        }),
      )
    ),
  );
});
