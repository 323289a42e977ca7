import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Effect, Result } from "effect";
import { train } from "../mod.ts";
import { reproduceRun } from "../pipelines/reproduce.ts";
import { RunError } from "../src/base/errors.ts";
import { inProcess, succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { metricsLines, readJson } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const folder = testFolder({ "text.txt": madeSentences(200).join(" ") });
const runs = join(folder, "runs");

/** An experiment whose cell is the linear `h' = Wx x + Wh h`, which nothing holds back. */
const linear = (name: string, training: object, cell = "h' = Wx x + Wh h + b") => ({
  name,
  corpus: { path: join(folder, "text.txt"), split: { valid: 0.2, test: 0 } },
  tokenizer: { kind: "word", vocabulary: 40 },
  batch: { kind: "sentences", size: 8 },
  cells: { linear: { state: "h", equations: cell } },
  model: { cell: "linear", embedding: 8, hidden: 8 },
  training: { epochs: 2, clip: "none", ...training },
  checkpoint: { every: "5 steps" },
  metrics: { every: "2 steps", sinks: ["jsonl"] },
  engine: { gemm: "wasm", workers: 1 },
});
const sgd = (learningRate: number) => ({ kind: "sgd", learningRate });
const warm = { kind: "constant", warmup: "30 steps" };

/** The only run of a name. */
const runOf = ({ name }: { readonly name: string }) =>
  join(runs, readdirSync(runs).find((entry) => entry.startsWith(`${name}-`))!);

describe("training.onDivergence: stop", () => {
  it("ends the run with the gate, the layer and both kinds of step", async () => {
    const experiment = linear("stop", { optimizer: sgd(20), schedule: warm });
    const { result } = await inProcess(train(experiment, { runs }));
    assert(Result.isFailure(result) && result.failure instanceof RunError);
    const { message } = result.failure;
    assert.match(message, /^Training diverged: loss is (NaN|Infinity) at step \d+ \(learning rate/);
    assert.match(
      message,
      /; (gate "(multiply|add)" \(.*\) in "h' = Wx x \+ Wh h \+ b" gives -?(Infinity|NaN) in layer 0|the output layer gives -?(Infinity|NaN)) at time step \d+ of row \d+; /,
    );
    const { outcome, last } = readJson(runOf(experiment), "manifest.json");
    assert.deepEqual([outcome.status, outcome.message], ["failed", message]);
    assert.match(message, new RegExp(`the last good checkpoint is "${last}"`));
  });
});

describe("training.onDivergence: rollback", () => {
  const experiment = linear("back", {
    onDivergence: "rollback",
    optimizer: sgd(20),
    schedule: warm,
  });
  it("goes on from a checkpoint with half the rate, and says so in the metrics and the log", async () => {
    const { result, said } = await inProcess(train(experiment, { runs }));
    assert(Result.isSuccess(result), String(result));
    const lines = metricsLines(result.success.directory);
    const back = lines.filter(({ rolledBackFrom }) => rolledBackFrom !== undefined);
    assert(back.length > 0);
    assert.equal(
      said.match(/^Warning: Training diverged: .*; back to step \d+, /gm)?.length,
      back.length,
    );
    back.forEach(({ step, rolledBackFrom, rateFactor, loss, note }, i) => {
      assert.equal(rateFactor, 0.5 ** (i + 1));
      assert.equal(loss, null);
      assert(step < rolledBackFrom);
      assert.match(note, new RegExp(`^rolled back from step ${rolledBackFrom}, where .* is `));
    });
    const steps = lines.filter((line) => !back.includes(line)).map(({ step }) => step);
    assert.deepEqual(steps, steps.toSorted((a, b) => a - b), "what was taken back is not there");
    const last = lines.findLast(({ learningRate }) => learningRate !== undefined);
    assert.equal(last.learningRate, 20 * back.at(-1).rateFactor);
    assert.equal(readJson(result.success.directory, "manifest.json").outcome.status, "finished");
  });

  it("is reproduced with all of that", async () => {
    const run = runOf(experiment);
    const { identical, difference } = await succeeded(Effect.scoped(reproduceRun({ run })));
    assert.deepEqual([identical, difference], [true, null]);
  });

  it("gives up where the first weights lead there", async () => {
    const cell = "h' = exp(Wx x + 100 * Wh h)";
    const hopeless = linear("never", { onDivergence: "rollback", optimizer: sgd(0.1) }, cell);
    const { result, said } = await inProcess(train(hopeless, { runs }));
    assert(Result.isFailure(result) && result.failure instanceof RunError);
    assert.match(result.failure.message, /gate "exp" .* layer 0 at time step \d/);
    assert.match(result.failure.message, /no checkpoint was written before/);
    assert.doesNotMatch(said, /back to step/);
  });

  it("gives up after eight times", async () => {
    const hot = linear("hot", { onDivergence: "rollback", optimizer: sgd(1e30) });
    const { result } = await inProcess(train(hot, { runs }));
    assert(Result.isFailure(result) && result.failure instanceof RunError);
    assert.match(result.failure.message, /training went back 8 times already/);
    const { outcome } = readJson(runOf(hot), "manifest.json");
    assert.equal(outcome.status, "failed");
  });
});

describe("a second moment that overflows", () => {
  // The gradient of b is huge where its square is infinite in float32; nothing else is out of bounds.
  const cell = "h' = tanh(Wx x + Wh h + 1e25 * b)";
  for (const kind of ["adam", "adamw", "rmsprop", "adagrad"]) {
    it(`is a divergence, since its weight stands still from then on: ${kind}`, async () => {
      const experiment = linear(kind, { epochs: 1, optimizer: { kind } }, cell);
      const { result, said } = await inProcess(train(experiment, { runs }));
      assert(Result.isFailure(result) && result.failure instanceof RunError);
      assert.match(
        result.failure.message,
        /^Training diverged: the optimizer's "\w+" of "b" of layer 0 is Infinity at step 5 \(/,
      );
      assert.doesNotMatch(said, /looking for the gate/);
      assert.equal(readJson(runOf(experiment), "manifest.json").outcome.status, "failed");
    });
  }

  it("is gone back from, to the first weights with half the rate", async () => {
    const optimizer = { kind: "adam", learningRate: 0.01 };
    const training = { epochs: 1, optimizer, onDivergence: "rollback" };
    const { result, said } = await inProcess(train(linear("moment", training, cell), { runs }));
    assert(Result.isFailure(result) && result.failure instanceof RunError);
    assert.match(said, /"v" of "b" of layer 0 is Infinity .*; back to step 0, learning rate × 0.5/);
    assert.match(result.failure.message, /training went back 8 times already/);
  });
});

describe("a loss that explodes", () => {
  const hot = { epochs: 6, optimizer: sgd(300), clip: { norm: 1 } };
  const squashed = "h' = tanh(Wx x + Wh h + b)";

  it("ends the run with its bound, though it is finite", async () => {
    const experiment = linear("exploding", hot, squashed);
    const { result, said } = await inProcess(train(experiment, { runs }));
    assert(Result.isFailure(result) && result.failure instanceof RunError);
    const { message } = result.failure;
    assert.match(
      message,
      /^Training diverged: loss is over 3\d\.\d+, ten times that of a uniform guess, for \d+ steps in a row at step \d+ \(learning rate 300, loss \d/,
    );
    assert.match(message, /a lower training.optimizer.learningRate or training.clip may help$/);
    assert.doesNotMatch(said, /looking for the gate/);
  });

  it("does so at the same step whatever metrics are wanted", async () => {
    const whole = linear("exploding", hot, squashed);
    const { outcome } = readJson(runOf(whole), "manifest.json");
    const other = { ...whole, name: "silent", metrics: { every: "7 steps", sinks: [] } };
    const { result } = await inProcess(train(other, { runs }));
    assert(Result.isFailure(result));
    assert.equal(result.failure.message, outcome.message);
  });

  it("is gone back from until the rate is low enough", async () => {
    const rollback = { ...hot, epochs: 12, onDivergence: "rollback" };
    const experiment = linear("cooling", rollback, squashed);
    const { result, said } = await inProcess(train(experiment, { runs }));
    assert(Result.isSuccess(result), String(result));
    assert.match(said, /^Warning: Training diverged: loss is over .*; back to step \d+, /m);
    const { outcome } = readJson(result.success.directory, "manifest.json");
    assert.equal(outcome.status, "finished");
  });
});

describe("a gradient that vanishes", () => {
  it("is warned of once, with layer, equation and step, and the run goes on", async () => {
    const cell = "h' = sigmoid(Wx x + Wh h)";
    const deep = linear("deep", { epochs: 1, optimizer: sgd(0.1) }, cell);
    const experiment = { ...deep, model: { ...deep.model, layers: 14 } };
    const { result, said } = await inProcess(train(experiment, { runs }));
    assert(Result.isSuccess(result), String(result));
    const warnings = said.match(/The gradient vanishes .*/g) ?? [];
    assert.equal(warnings.length, 1, said);
    assert.match(
      warnings[0]!,
      /^The gradient vanishes at step 5: that of "W[xh]" of layer 0, in "h' = sigmoid\(Wx x \+ Wh h\)", is \d\.\de-\d+ of the largest$/,
    );
  });
});
