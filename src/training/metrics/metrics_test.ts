import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect, References } from "effect";
import { effect } from "../../base/test_effect.ts";
import { TestClock } from "effect/testing";
import { newFolder } from "../../run/test_support.ts";
import type { TrainingReport } from "./line_gatherer.ts";
import { Metrics } from "./metrics.ts";
import type { MetricsLine } from "./metrics_line.ts";
import type { MetricsState } from "./metrics_state.ts";
import { makeScreen, Screen } from "../../base/terminal/screen.ts";

/**
 * Steps of two an epoch, each of `step` tokens with a loss of 3 nats, and with sums that round;
 * every third has a line.
 */
const report = (step: number): TrainingReport => ({
  step,
  epoch: Math.floor((step - 1) / 2),
  loss: step * 3 + step * 0.1,
  tokens: step,
  gradientNorm: step / 7,
  learningRate: 0.01,
  isLineDue: step % 3 === 0,
});

interface Setting {
  readonly folder: string;
  readonly state?: MetricsState;
  readonly isTTY?: boolean;
  readonly sinks?: readonly ("console" | "jsonl")[];
}

/** Uses metrics to sinks in a folder; answers what was written to standard error. */
const using = Effect.fnUntraced(function* <A, E>(
  { folder, state, isTTY = false, sinks = ["console", "jsonl"] }: Setting,
  use: (metrics: Metrics["Service"]) => Effect.Effect<A, E>,
) {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const screen = makeScreen({ isTTY, columns: 120, write }, false);
  const layer = Metrics.layer({
    sinks,
    file: path.join(folder, "metrics.jsonl"),
    totals: { epochs: 5, steps: 10 },
    state,
  });
  const program = Effect.flatMap(Metrics, use).pipe(
    Effect.provide(layer),
    Effect.provideService(Screen, screen),
    Effect.provide(TestClock.layer()),
  );
  const value = yield* program;
  return { value, console: written.join("") };
});

function linesIn(folder: string): MetricsLine[] {
  const text = fs.readFileSync(path.join(folder, "metrics.jsonl"), "utf8");
  return text.split("\n").slice(0, -1).map((line) => JSON.parse(line));
}

const train = (metrics: Metrics["Service"], first: number, last: number) =>
  Effect.gen(function* () {
    for (let step = first; step <= last; step++) yield* metrics.trained(report(step));
  });

describe("Metrics", () => {
  effect("writes the mean over the tokens since the last line", function* () {
    const folder = yield* newFolder;
    const { console } = yield* using({ folder }, (metrics) =>
      Effect.gen(function* () {
        yield* train(metrics, 1, 4);
        yield* metrics.finish;
        yield* metrics.finish;
      }));
    const lines = linesIn(folder);
    assert.deepEqual(lines.map(({ step, epoch, tokens }) => [step, epoch, tokens]), [
      [3, 2, 6],
      [4, 2, 10],
    ]);
    assert.equal(lines[0]!.loss, (3.1 + 6.2 + 9.3) / 6);
    assert.equal(lines[0]!.gradientNorm, 3 / 7);
    assert.equal(lines[1]!.loss, 12.4 / 4);
    assert.equal(console.split("\n").length, 3);
    assert.match(console, /^epoch 2\/5 {2}step 3 {2}loss 3\.100 {2}perplexity 22\.2/);
  });

  effect("prints nothing where plain messages are not shown, and writes its lines", function* () {
    for (const isTTY of [false, true]) {
      const folder = yield* newFolder;
      const { console } = yield* using({ folder, isTTY }, (metrics) => train(metrics, 1, 4)).pipe(
        Effect.provideService(References.MinimumLogLevel, "Warn"),
      );
      assert.equal(console, "");
      assert.equal(linesIn(folder).length, 1);
    }
  });

  effect(
    "takes back what follows a checkpoint on a rollback, but for the lines of those before",
    function* () {
      const folder = yield* newFolder;
      const back = { epoch: 0, seen: "loss is NaN" };
      const { console } = yield* using({ folder }, (metrics) =>
        Effect.gen(function* () {
          yield* train(metrics, 1, 4);
          const state = yield* metrics.checkpoint;
          yield* train(metrics, 5, 7);
          yield* metrics.rolledBack(state, { ...back, step: 4, from: 8, rateFactor: 0.5 });
          yield* train(metrics, 5, 7);
          yield* metrics.rolledBack(undefined, { ...back, step: 0, from: 8, rateFactor: 0.25 });
          yield* train(metrics, 1, 3);
        }));
      const lines = linesIn(folder);
      assert.deepEqual(
        lines.map(({ step, rolledBackFrom, rateFactor, tokens }) => [
          ...[step, rolledBackFrom, rateFactor, tokens],
        ]),
        [
          [4, 8, 0.5, 10],
          [0, 8, 0.25, 0],
          [3, undefined, undefined, 6],
        ],
      );
      assert.equal(lines[2]!.loss, (3.1 + 6.2 + 9.3) / 6);
      assert.match(
        console,
        /^epoch 1\/5 {2}step 4 {2}rolled back from step 8, where loss is NaN; learning rate × 0\.5$/m,
      );
    },
  );

  effect("tells the speed of training only, evaluations and pauses left out", function* () {
    const folder = yield* newFolder;
    yield* using({ folder }, (metrics) =>
      Effect.gen(function* () {
        yield* TestClock.adjust("5 seconds");
        yield* metrics.pause;
        for (let step = 1; step <= 3; step++) {
          yield* TestClock.adjust("100 millis");
          yield* metrics.trained(report(step));
          yield* TestClock.adjust("10 seconds");
          yield* metrics.evaluated({ step, epoch: 0, split: "valid", loss: 1 });
        }
      }));
    const training = linesIn(folder).filter(({ split }) => split === "train");
    assert.deepEqual(training.map(({ tokensPerSecond }) => tokensPerSecond), [20]);
  });

  effect(
    "goes on from a checkpoint with the lines of a run that was never interrupted",
    function* () {
      const folder = yield* newFolder;
      const at = (name: string) => {
        const inner = path.join(folder, name);
        fs.mkdirSync(inner);
        return inner;
      };
      const evaluation = { step: 7, epoch: 3, split: "valid", loss: 2 } as const;
      const whole = at("whole");
      yield* using({ folder: whole }, (metrics) =>
        Effect.gen(function* () {
          yield* train(metrics, 1, 7);
          yield* metrics.evaluated(evaluation);
          yield* train(metrics, 8, 10);
          yield* metrics.finish;
        }));
      const cut = at("cut");
      const { value: state } = yield* using({ folder: cut }, (metrics) =>
        Effect.gen(function* () {
          yield* train(metrics, 1, 5);
          const state = yield* metrics.checkpoint;
          yield* train(metrics, 6, 7);
          return state;
        }));
      fs.appendFileSync(path.join(cut, "metrics.jsonl"), '{"half');
      const kept: MetricsState = JSON.parse(JSON.stringify(state));
      const { value: end } = yield* using(
        { folder: cut, state: kept },
        (metrics) =>
          Effect.gen(function* () {
            yield* train(metrics, 6, 7);
            yield* metrics.evaluated(evaluation);
            yield* train(metrics, 8, 10);
            return yield* metrics.checkpoint;
          }),
      );
      // Killed after the last step's checkpoint: no step is left, the last line still is.
      yield* using({ folder: cut, state: end }, (metrics) => metrics.finish);
      assert.deepEqual(linesIn(cut), linesIn(whole));
      assert.equal(linesIn(whole).length, 5);
    },
  );

  effect("starts an empty file where there is no checkpoint to go on from", function* () {
    const folder = yield* newFolder;
    yield* using({ folder }, (metrics) => train(metrics, 1, 3));
    yield* using({ folder }, (metrics) => train(metrics, 1, 3));
    assert.equal(linesIn(folder).length, 1);
  });

  effect(
    "writes no file without the sink for it, and nothing to the console without that",
    function* () {
      const folder = yield* newFolder;
      const quiet = yield* using({ folder, sinks: ["jsonl"] }, (metrics) => train(metrics, 1, 3));
      assert.equal(quiet.console, "");
      fs.rmSync(path.join(folder, "metrics.jsonl"));
      yield* using({ folder, sinks: ["console"] }, (metrics) => metrics.checkpoint);
      assert.deepEqual(fs.readdirSync(folder), []);
    },
  );

  effect("shows a live line on a terminal, and clears it at the end", function* () {
    const folder = yield* newFolder;
    const { console } = yield* using(
      { folder, isTTY: true },
      (metrics) => train(metrics, 1, 10),
    );
    assert.ok(console.includes("[########################]  step 10/10"));
    assert.ok(console.endsWith("\r\x1b[K") && !console.includes("\n"));
  });
});
