/** Interruptions at awkward moments, clocks that jump, models that are too large. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Cause, Clock, Effect, Exit, Fiber } from "effect";
import { resumeRun, train } from "../mod.ts";
import { checkedGradient } from "../pipelines/check_gradient.ts";
import { trainExperiment } from "../pipelines/train.ts";
import { InputError } from "../src/base/errors.ts";
import { decodeExperiment } from "../src/experiment/decode_experiment.ts";
import { readExperiment } from "../src/experiment/read_experiment.ts";
import { readManifest } from "../src/run/manifest.ts";
import { counted, interruptedAmid, nowAndThen } from "./support/amid.ts";
import { failed, saying, succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { start } from "./support/program.ts";
import { metricsLines, onlyRun, readJson, resultOf } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "text.txt": madeSentences(200).join(" ") });
const experiment = {
  name: "run",
  corpus: { path: join(folder, "text.txt") },
  tokenizer: { kind: "word", vocabulary: 40 },
  batch: { kind: "sentences", size: 8 },
  model: { cell: "gru", embedding: 8, hidden: 8 },
  training: { epochs: 3 },
  checkpoint: { every: "20 steps" },
  metrics: { every: "3 steps", sinks: ["jsonl"] },
  engine: { gemm: "wasm", workers: 1 },
};
const runIn = (runs: string) => onlyRun(runs)!;
const expected = succeeded(train(experiment, { runs: join(folder, "expected") }))
  .then(({ directory }) => resultOf(directory));

describe("an interruption", () => {
  /** Denser at the beginning, where more is set up. */
  const moments = 10;

  it("at any moment from the very start says so in one line, and a run that was started can be resumed", async () => {
    const decoded = await succeeded(decodeExperiment(experiment));
    const trainIn = (runs: string) =>
      Effect.scoped(trainExperiment({
        experiment: decoded,
        source: undefined,
        gates: undefined,
        runs,
        again: false,
      }));
    const { operations } = await counted(saying(trainIn(join(folder, "counted"))));
    let begun = 0;
    for (let moment = 1; moment <= moments; moment++) {
      const runs = join(folder, `at-${moment}`);
      let said = "";
      const training = saying(trainIn(runs), (text) => void (said += text));
      const due = Math.floor(operations * (moment / (moments + 1)) ** 2);
      const exit = await interruptedAmid(training, (done) => done >= due);
      assert(Exit.hasInterrupts(exit));
      const lines = said.match(/^Interrupted .*$/gm) ?? [];
      assert.equal(lines.length, 1, said);
      if (/nothing was written/.test(lines[0]!)) {
        const begun = existsSync(runs) ? readdirSync(runs) : [];
        assert(begun.every((run) => !existsSync(join(runs, run, "manifest.json"))));
        continue;
      }
      begun++;
      const run = runIn(runs);
      assert.match(lines[0]!, new RegExp(`resume with: deno task resume ${run}$`));
      assert.equal(readJson(run, "manifest.json").outcome.status, "interrupted");
      await succeeded(resumeRun(run));
      assert.deepEqual(resultOf(run), await expected);
    }
    assert(begun > 0 && begun < moments, `${begun} of ${moments} had begun`);
  });

  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    it(`by ${signal} writes a checkpoint as Ctrl-C does`, {
      skip: process.platform === "win32",
    }, async () => {
      const long = {
        ...experiment,
        training: { epochs: 5000 },
        metrics: { every: "3 steps", sinks: ["console"] },
      };
      writeFileSync(join(folder, "long.yaml"), JSON.stringify(long));
      const args = ["run", "long.yaml", "--runs", signal];
      const { child, said, ended } = start(args, { folder });
      await said(/ step \d/);
      process.kill(child.pid!, signal); // the status is that of the signal where the handle kills
      const { status, stdout, stderr } = await ended;
      assert.deepEqual([status, stdout], [130, ""], stderr);
      const { last, outcome } = readJson(runIn(join(folder, signal)), "manifest.json");
      assert.equal(outcome.status, "interrupted");
      assert.match(stderr, new RegExp(`^Interrupted after step ${Number(last.slice(5))}, `, "m"));
    });
  }
});

describe("a run under nohup", () => {
  const place = testFolder({ "text.txt": madeSentences(60).join(" ") });

  it("goes on when its terminal is closed, and ends by Ctrl-C", {
    skip: process.platform === "win32",
  }, async () => {
    const long = {
      ...experiment,
      corpus: { path: "text.txt" },
      training: { epochs: 5000 },
      metrics: { every: "3 steps", sinks: ["console"] },
    };
    writeFileSync(join(place, "long.yaml"), JSON.stringify(long));
    const args = ["run", "long.yaml"];
    const { child, said, ended } = start(args, { folder: place, shell: 'exec "$@" 0>/dev/null' });
    await said(/ step \d/);
    for (let times = 0; times < 3; times++) process.kill(child.pid!, "SIGHUP");
    await said(/epoch 9\//);
    process.kill(child.pid!, "SIGINT");
    const { status, stderr } = await ended;
    assert.equal(status, 130, stderr);
  });
});

describe("long work on the main thread", () => {
  it("ends where it is interrupted: check --gradient", async () => {
    const config = { ...experiment, model: { cell: "lstm", layers: 12, hidden: 8 } };
    const path = join(folder, "long.yaml");
    writeFileSync(path, JSON.stringify(config));
    const begun = Promise.withResolvers<void>();
    const exit = await Effect.runPromise(Effect.gen(function* () {
      const read = yield* readExperiment(path);
      const checking = Effect.andThen(Effect.sync(begun.resolve), checkedGradient(read));
      const fiber = yield* Effect.forkChild(checking);
      yield* Effect.promise(() => begun.promise);
      yield* Fiber.interrupt(fiber);
      return yield* Fiber.await(fiber);
    }));
    assert(Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause), String(exit));
  });
});

describe("a clock that jumps", () => {
  const day = 86_400_000;
  /** Goes on by a millisecond a look, and every so often jumps. */
  const jumping = (by: (look: number) => number): Clock.Clock => {
    let look = 0;
    const millis = () => Date.UTC(2030, 0, 1) + look++ + by(look);
    const nanos = () => BigInt(Math.round(millis() * 1e6));
    return {
      currentTimeMillisUnsafe: millis,
      currentTimeMillis: Effect.sync(millis),
      currentTimeNanosUnsafe: nanos,
      currentTimeNanos: Effect.sync(nanos),
      monotonicTimeNanosUnsafe: nanos,
      monotonicTimeNanos: Effect.sync(nanos),
      sleep: () => Effect.yieldNow,
    };
  };
  const jumps: Readonly<Record<string, (look: number) => number>> = {
    "back and forth": (look) => (look % 7 === 0 ? -40 : look % 11 === 0 ? 365 : 0) * day,
    "back before 1970": (look) => (look > 20 ? -61 * 365 * day : 0),
    "not at all": (look) => -look,
  };
  for (const [how, by] of Object.entries(jumps)) {
    it(`changes no byte of a result, and no speed is negative or NaN: ${how}`, async () => {
      const runs = join(folder, how);
      const { directory } = await succeeded(
        train(experiment, { runs }).pipe(Effect.provideService(Clock.Clock, jumping(by))),
      );
      assert.deepEqual(resultOf(directory), await expected);
      for (const { tokensPerSecond } of metricsLines(directory)) {
        assert(tokensPerSecond === undefined || tokensPerSecond === null || tokensPerSecond >= 0);
      }
      const { started, ended } = await succeeded(readManifest(directory));
      for (const time of [started, ended!]) assert(Number.isFinite(Date.parse(time)), time);
    });
  }
});

describe("what can't be trained", () => {
  it("a model over 4 GiB is refused before anything is written", async () => {
    const runs = join(folder, "large");
    const model = { cell: "rnn", embedding: 8, hidden: 16_000 };
    const error = await failed(train({ ...experiment, model }, { runs }));
    assert(error instanceof InputError, String(error));
    assert.match(
      error.message,
      /^The model needs [\d,]+ MiB of memory, expected at most 4,096; make /,
    );
    assert(!existsSync(runs));
  });

  it("a run whose corpus is gone is refused, and stays as it is", async () => {
    const place = testFolder({ "text.txt": madeSentences(200).join(" ") });
    const path = join(place, "text.txt");
    const runs = join(place, "runs");
    const training = saying(train({ ...experiment, corpus: { path } }, { runs }));
    const hasBegun = () => existsSync(join(onlyRun(runs) ?? "", "manifest.json"));
    await interruptedAmid(training, nowAndThen(hasBegun));
    const run = runIn(runs);
    const before = readJson(run, "manifest.json");
    renameSync(path, join(place, "moved.txt"));
    const error = await failed(resumeRun(run));
    assert(error instanceof InputError, String(error));
    assert.match(error.message, /text\.txt/);
    assert.deepEqual(readJson(run, "manifest.json"), before);
  });
});
