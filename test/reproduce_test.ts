/** `reproduce`: what it compares, and what it says where runs differ. */
import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Effect, type Scope } from "effect";
import { InputError, RunError } from "../mod.ts";
import { describePlan } from "../pipelines/check.ts";
import { reproduce, reproduceRun } from "../pipelines/reproduce.ts";
import { trainExperiment } from "../pipelines/train.ts";
import { readExperiment } from "../src/experiment/read_experiment.ts";
import { failed, succeeded } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { readJson } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

const text = madeSentences(200).join(" ");
const config = (path: string) => `
name: again
corpus: { path: ${path} }
tokenizer: { kind: word, vocabulary: 40 }
batch: { kind: sentences, size: 8 }
model: { cell: gru, embedding: 8, hidden: 8, dropout: 0.1 }
training: { epochs: 2, optimizer: { kind: adam, learningRate: 0.01 } }
checkpoint: { every: 10 steps }
metrics: { every: 4 steps, sinks: [jsonl] }
engine: { gemm: wasm, workers: 1 }
`;
const folder = testFolder({ "text.txt": text, "again.yaml": config("text.txt") });

/** A config as `check` and `run` read it. */
const read = (file: string, set: Readonly<Record<string, string>> = {}) =>
  readExperiment(join(folder, file), { set });
const scoped = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>) => succeeded(Effect.scoped(effect));

/** Trains the experiment in a folder of runs; answers its directory. */
const trainTo = async (runs: string): Promise<string> => {
  const { experiment, source, gates } = await succeeded(read("again.yaml"));
  const options = { experiment, source, gates, runs: join(folder, runs), again: false };
  return (await scoped(trainExperiment(options))).directory;
};

/** The file of a copy of the run, changed. */
const change = (run: string, name: string, how: (content: string) => string) => {
  const file = join(run, name);
  writeFileSync(file, how(readFileSync(file, "utf8")));
};

describe("reproduce", () => {
  let run: string;
  before(async () => {
    run = await trainTo("runs");
  });
  const copied = (name: string) => {
    const copy = join(folder, name);
    cpSync(run, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
  };
  const result = (copy: string) => scoped(reproduceRun({ run: copy }));

  it("is identical, also for a directory that was copied elsewhere under another name", async () => {
    const copy = copied("elsewhere");
    const same = { run: copy, identical: true, difference: null, changed: [] };
    assert.deepEqual(await result(copy), same);
  });

  it("names the first step and metric that differ", async () => {
    const copy = copied("metrics");
    const lines = readFileSync(join(copy, "metrics.jsonl"), "utf8").split("\n");
    const { step, loss } = JSON.parse(lines[1]!);
    change(copy, "metrics.jsonl", (all) => all.replace(`"loss":${loss}`, `"loss":${loss + 1e-9}`));
    const { identical, difference } = await result(copy);
    assert.equal(identical, false);
    assert.equal(difference, `step ${step}, train loss: ${loss + 1e-9} before, ${loss} now`);
  });

  it("tells of code, runtime and packages that have changed, even where nothing differs", async () => {
    const copy = copied("manifest");
    const { hashes, runtime } = readJson(copy, "manifest.json");
    change(copy, "manifest.json", (all) =>
      all.replace(hashes.code, "a".repeat(64))
        .replace(`"version": "${runtime.version}"`, '"version": "1.0.0"')
        .replace('"effect": "', '"effect": "0.'));
    const { identical, changed } = await result(copy);
    assert.equal(identical, true);
    assert.deepEqual(changed.map((line) => line.split(" before")[0]), [
      "code: aaaaaaaa…",
      `runtime: ${runtime.name} 1.0.0`,
      "package effect: 0.4.1.0",
    ]);
  });

  it("tells where the run was resumed by other code, though all else is as it was", async () => {
    const copy = copied("resumed");
    const { hashes, engine, runtime, packages } = readJson(copy, "manifest.json");
    const code = `7b5d94bc${"0".repeat(56)}`;
    const environment = { code, engine, runtime, packages };
    const resumed = [{ at: "2026-01-02T03:04:05Z", step: 30, environment }];
    change(
      copy,
      "manifest.json",
      (all) => JSON.stringify({ ...JSON.parse(all), resumed }),
    );
    const first = JSON.parse(readFileSync(join(copy, "metrics.jsonl"), "utf8").split("\n")[0]!);
    change(copy, "metrics.jsonl", (all) => all.replace(`"loss":${first.loss}`, `"loss":1`));
    const error = await failed(reproduce({ run: copy, json: false }));
    assert.match(
      error.message,
      /first difference: .*\nchanged since then:\n {2}resumed after step 30 by other code \(7b5d94bc…\)$/,
    );
    assert.notEqual(hashes.code, code);
  });

  it("uses the products that the run says it used", async () => {
    const copy = copied("engine");
    change(copy, "manifest.json", (all) => all.replace('"gemm": "wasm"', '"gemm": "wasm-fma"'));
    const { difference, changed } = await result(copy);
    assert.match(difference!, /^step 4, train \w+: \S+ before, \S+ now$/);
    assert.deepEqual(changed, []);
  });

  it("names the corpus where that has changed, and ends with a failure", async () => {
    const copy = copied("corpus");
    const other = join(folder, "other.txt");
    writeFileSync(other, `${text} My sister forgot the moon.`);
    change(copy, "config.yaml", (all) => all.replace(/path: .*text\.txt/, `path: ${other}`));
    const edited = await failed(Effect.scoped(reproduceRun({ run: copy })));
    assert(edited instanceof InputError, "an edited config is refused");

    rmSync(copy, { recursive: true });
    const again = copied("corpus");
    writeFileSync(join(folder, "text.txt"), readFileSync(other));
    try {
      const error = await failed(reproduce({ run: again, json: false }));
      assert(error instanceof RunError, String(error));
      const [first, since, ...changed] = error.message.split("\n");
      assert.match(
        first!,
        /^".*" was not reproduced; first difference: step \d+, \w+ \w+: \S+ before/,
      );
      assert.equal(since, "changed since then:");
      const { corpus } = readJson(again, "manifest.json").hashes;
      assert.match(changed.join("\n"), new RegExp(`^  corpus: ${corpus} before, [0-9a-f]{64} now`));
    } finally {
      writeFileSync(join(folder, "text.txt"), text);
    }
  });

  it("refuses a run that is not finished", async () => {
    const copy = copied("unfinished");
    change(copy, "manifest.json", (all) => all.replace('"finished"', '"interrupted"'));
    const error = await failed(Effect.scoped(reproduceRun({ run: copy })));
    assert(error instanceof InputError);
    assert.match(error.message, /is interrupted after step \d+: only a finished run/);
  });
});

describe("what defines an experiment", () => {
  const nameOf = async (file: string, set: Readonly<Record<string, string>> = {}) =>
    /^run: (.*)$/m.exec(await succeeded(Effect.flatMap(read(file, set), describePlan)))![1]!;

  it("is the same to check and to the manifest", async () => {
    const name = await nameOf("again.yaml");
    const directory = await trainTo("agree");
    assert.equal(basename(directory), name);
    assert.equal(`again-${readJson(directory, "manifest.json").hash.slice(0, 8)}`, name);
  });

  it("is neither workers nor comments nor the order of keys, but the seed", async () => {
    const name = await nameOf("again.yaml");
    const reordered = config("text.txt").trim().split("\n").toReversed()
      .map((line) => `${line} # a comment`)
      .map((line) => line.replace("cell: gru, embedding: 8", "embedding: 8, cell: gru"));
    writeFileSync(join(folder, "reordered.yaml"), reordered.join("\n"));
    assert.equal(await nameOf("reordered.yaml"), name);
    assert.equal(await nameOf("again.yaml", { "engine.workers": "3" }), name);
    assert.notEqual(await nameOf("again.yaml", { seed: "7" }), name);
  });
});
