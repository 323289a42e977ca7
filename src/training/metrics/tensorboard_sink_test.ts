import assert from "node:assert/strict";
import * as fs from "node:fs";
import { join } from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { TestClock } from "effect/testing";
import { PbfReader } from "pbf";
import { isRunError } from "../../base/errors.ts";
import { effect } from "../../base/test_effect.ts";
import { newFolder } from "../../run/test_support.ts";
import { crc32c } from "../tensorboard/crc32c.ts";
import { type MetricsLine, metricsLine, rollbackLine } from "./metrics_line.ts";
import { openTensorboardSink } from "./tensorboard_sink.ts";

const line = (step: number, split: MetricsLine["split"], loss: number) =>
  metricsLine({
    step,
    epoch: 2,
    tokens: step * 10,
    split,
    loss,
    ...(split === "train" ? { gradientNorm: 0.5, learningRate: 0.25, tokensPerSecond: 1000 } : {}),
  });

/** Writes lines into a folder as one process does. */
const writeLines = (folder: string, lines: readonly MetricsLine[]) =>
  Effect.scoped(Effect.gen(function* () {
    const sink = yield* openTensorboardSink(folder);
    for (const one of lines) yield* sink.write(one);
    yield* sink.close;
  }));

/** The data of a file's records, whose checksums must be right. */
function recordsOf(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const check = (from: number, to: number) => {
    const sum = crc32c(file.subarray(from, to));
    const masked = ((sum >>> 15 | sum << 17) + 0xa282ead8) >>> 0;
    assert.equal(view.getUint32(to, true), masked);
  };
  const records: Uint8Array[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(view.getBigUint64(at, true));
    check(at, at + 8);
    check(at + 12, at + 12 + length);
    records.push(file.subarray(at + 12, at + 12 + length));
    at += 16 + length;
  }
  return records;
}

interface ReadEvent {
  seconds: number;
  step: number;
  version?: string;
  status?: number;
  scalars?: Record<string, number>;
}

/** An event's message, read field by field. */
function readEvent(data: Uint8Array): ReadEvent {
  return new PbfReader(data).readFields<ReadEvent>((field, event, message) => {
    if (field === 1) event.seconds = message.readDouble();
    if (field === 2) event.step = message.readVarint();
    if (field === 3) event.version = message.readString();
    if (field === 5) event.scalars = message.readMessage(readSummary, {});
    if (field === 7) {
      message.readMessage((_, into: ReadEvent, log) => into.status = log.readVarint(), event);
    }
  }, { seconds: -1, step: 0 });
}

function readSummary(_: number, into: Record<string, number>, summary: PbfReader): void {
  const one = { tag: "", value: 0 };
  summary.readMessage((field, value: typeof one, message) => {
    if (field === 1) value.tag = message.readString();
    if (field === 2) value.value = message.readFloat();
  }, one);
  into[one.tag] = one.value;
}

/** The events of each file of a folder, in the order of the files' names. */
const eventsIn = (folder: string): ReadEvent[][] =>
  fs.readdirSync(folder).sort().map((name) => {
    assert.match(name, /^events\.out\.tfevents\.\d+\.unroll\.\d+$/);
    return recordsOf(fs.readFileSync(join(folder, name))).map(readEvent);
  });

const single = Math.fround;

describe("openTensorboardSink", () => {
  effect("writes the numbers of each line, with their step and time", function* () {
    const folder = yield* newFolder;
    const lines = [line(20, "train", 1.5), line(25, "valid", 2.25), line(40, "train", NaN)];
    yield* TestClock.setTime(1_700_000_000_500).pipe(
      Effect.andThen(writeLines(folder, lines)),
      Effect.provide(TestClock.layer()),
    );
    const at = { seconds: 1_700_000_000.5 };
    const training = {
      "training/epoch": 2,
      "training/learning_rate": 0.25,
      "training/gradient_norm": 0.5,
      "training/tokens_per_second": 1000,
    };
    const measures = (split: string, loss: number) => ({
      [`loss/${split}`]: loss,
      [`perplexity/${split}`]: single(Math.exp(loss)),
      [`bits/${split}`]: single(loss / Math.LN2),
    });
    assert.deepEqual(eventsIn(folder), [[
      { ...at, step: 0, version: "brain.Event:2" },
      { ...at, step: 20, status: 1 },
      { ...at, step: 20, scalars: { ...measures("train", 1.5), ...training } },
      { ...at, step: 25, scalars: measures("valid", 2.25) },
      { ...at, step: 40, scalars: { ...measures("train", NaN), ...training } },
    ]]);
  });

  effect("says from which step on a resumed or rolled back training repeats", function* () {
    const folder = yield* newFolder;
    yield* writeLines(folder, [line(20, "train", 3), line(40, "train", 2)]);
    const back = { step: 20, epoch: 1, tokens: 9, from: 55, rateFactor: 0.5, seen: "loss is NaN" };
    yield* writeLines(folder, [line(40, "train", 2), rollbackLine(back), line(40, "train", 1)]);
    const [first = [], second = [], ...more] = eventsIn(folder);
    assert.deepEqual(more, []);
    const told = (events: ReadEvent[]) =>
      events.slice(1).map(({ step, status, scalars }) =>
        status === undefined ? [step, scalars?.["loss/train"]] : [step, "restart"]
      );
    assert.deepEqual(told(first), [[20, "restart"], [20, 3], [40, 2]]);
    assert.deepEqual(told(second), [[40, "restart"], [40, 2], [21, "restart"], [40, 1]]);
  });

  effect("fails where the folder can't be written to", function* () {
    const file = join(yield* newFolder, "file");
    fs.writeFileSync(file, "");
    const failure = yield* Effect.flip(writeLines(file, []));
    assert(isRunError(failure), String(failure));
  });
});
