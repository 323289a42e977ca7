/** Gates that a user wrote: in both engines, on any number of workers, and at the command line. */
import { atOnce } from "../src/base/slices.ts";
import { before, describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Effect, Result } from "effect";
import type { CellConfig } from "../src/model/cells/schema.ts";
import { checkModelGradient } from "../src/compute/reference/gradient_check.ts";
import { buildModel } from "../src/model/build_model.ts";
import type { Model } from "../src/model/model.ts";
import type { ModelConfig } from "../src/model/schema.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import { bothEngines } from "./support/both_engines.ts";
import { commandLine, stoppedCommandLine } from "./support/command_line.ts";
import { gateModule, gateSource } from "./support/gate_source.ts";
import { madeSentences } from "./support/made_text.ts";
import { planEngineFor } from "./support/plan_engine.ts";
import { hasBun, unroll } from "./support/program.ts";
import { batchOf } from "./support/random_case.ts";
import { randomWeights } from "./support/random_weights.ts";
import { resultOf, sha256 } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

/** Each calls gates at another place of the plan. */
const cells: Readonly<Record<string, CellConfig>> = {
  "in the loop": { state: "h", equations: "h' = squash(leaky(U x + W h + b) + 0.5 h)" },
  "before it and after it": {
    state: "h",
    equations: `
e  = leaky(E x)
h' = tanh(U squash(e) + W h + e)
y  = turn(h', leaky(V h')) + turn(e, h)`,
    output: "y",
  },
  "on a product, an input, a state and a vector": {
    state: ["h", "k"],
    equations: `
a  = turn(x, u)
k' = turn(h, h)
h' = turn(A a, k) + turn(u, v)`,
    parameters: { u: ["input"], v: ["hidden"] },
    input: "hidden",
  },
  "that give another length": {
    state: { h: "hidden", m: 2 },
    equations: `
m' = gated(concat(m, M h + bm))
h' = tanh(W concat(m', gated(G x + bg)) + V h)`,
    parameters: { M: [2, "hidden"], G: [6, "input"] },
  },
};

const modelOf = (cell: CellConfig, config: Partial<ModelConfig> = {}): Model =>
  Result.getOrThrowWith(
    buildModel(
      {
        cell: "own",
        embedding: 6,
        hidden: 6,
        layers: 2,
        dropout: 0,
        tied: false,
        bias: true,
        truncate: "full",
        ...config,
      },
      { own: cell },
      7,
      gateModule,
    ),
    (mistakes) => new Error(JSON.stringify(mistakes)),
  );

const options = {
  optimizer: makeOptimizer({ kind: "adagrad", learningRate: NaN, epsilon: 1e-2, weightDecay: 0 }),
  clip: { norm: 1 },
  loss: "token-mean",
  seed: 3,
} as const;

describe("gates of the user's", () => {
  for (const [where, cell] of Object.entries(cells)) {
    it(`${where} are computed by the float32 plan as by the float64 engine`, () => {
      for (const truncate of ["full", 0, 2] as const) {
        for (const dropout of [0, 0.3]) {
          const model = modelOf(cell, { truncate, dropout });
          const [first, second] = [batchOf([5, 2, 1, 7, 7], 7, 1), batchOf([3, 6, 1], 7, 2)];
          const engines = bothEngines(model, randomWeights(model, 1), options, [first], "wasm");
          engines.train(first, 0);
          engines.evaluate(second, "between");
          engines.train(second, 1);
        }
      }
    });

    it(`${where} have gradients that agree with central differences`, () => {
      const model = modelOf(cell);
      const dropout = { seed: 1, step: 0 };
      const batch = batchOf([4, 2], 7, 1);
      const check = (seed: number) =>
        atOnce(checkModelGradient(model, randomWeights(model, seed), batch, dropout, 6));
      let seed = 0;
      while (check(seed).kinkDistance < 1e-3) seed++;
      const { errors } = check(seed);
      for (const [key, error] of errors) assert(error < 1e-5, `${key}: ${error}`);
    });
  }

  it("give the same bits for any number of workers", async () => {
    const model = modelOf(cells["before it and after it"]!);
    const batch = batchOf([5, 2, 1, 7, 7, 3, 3, 4, 6, 2, 2, 1, 5, 5, 4, 4, 3, 7, 2, 6], 7, 1);
    const trained = (workers: number) =>
      Effect.gen(function* () {
        const weights = randomWeights(model, 1);
        const engine = yield* planEngineFor(model, weights, options, [batch], { workers });
        for (let step = 0; step < 3; step++) {
          yield* engine.train(batch, { step, learningRate: 0.1 });
        }
        return yield* engine.weights;
      }).pipe(Effect.scoped, Effect.runPromise);
    const one = await trained(1);
    for (const workers of [2, 3]) assert.deepEqual(await trained(workers), one);
  });
});

const config = `
name: own
corpus: { path: text.txt }
tokenizer: { kind: word, vocabulary: 40 }
batch: { kind: sentences, size: 8 }
gates: my_gates.ts
cells:
  own:
    state: h
    equations: |
      h' = squash(leaky(U x + W h + b) + 0.5 h)
      y  = turn(h', V h)
    output: y
model: { cell: own, embedding: 12, hidden: 12 }
training: { epochs: 2, optimizer: { kind: adam, learningRate: 0.02 } }
checkpoint: { every: 20 steps }
metrics: { every: 5 steps }
engine: { gemm: wasm }
`;
const folderOf = (source: string) =>
  testFolder({
    "text.txt": madeSentences(300).join(" "),
    "run.yaml": config,
    "my_gates.ts": source,
  });

/** Trains the experiment of such a folder. */
const trained = (folder: string, ...flags: readonly string[]) =>
  commandLine(...runLine(folder), ...flags);
const runLine = (folder: string) =>
  ["run", join(folder, "run.yaml"), "--runs", join(folder, "runs"), "--allow-code"] as const;

describe("a run with gates of the user's", () => {
  const folder = folderOf(gateSource);
  const [file, runs] = [join(folder, "run.yaml"), join(folder, "runs")];
  let run = "";
  before(async () => {
    const { status, stdout, stderr } = await trained(folder);
    assert.equal(status, 0, stderr);
    run = stdout.trim();
  });

  it("is what the file's bytes make it", async () => {
    const { hashes } = JSON.parse(readFileSync(join(run, "manifest.json"), "utf8"));
    assert.equal(hashes.gates, sha256(join(folder, "my_gates.ts")));
    const other = folderOf(`${gateSource}// another`);
    const { stdout } = await trained(other);
    assert.notEqual(basename(stdout.trim()), basename(run));
    assert.deepEqual(resultOf(stdout.trim()), resultOf(run));
  });

  it("has the same bits on other workers and on the other runtime", async () => {
    const alone = await trained(folder, "--workers", "1", "--again");
    assert.equal(alone.status, 0, alone.stderr);
    assert.deepEqual(resultOf(alone.stdout.trim()), resultOf(run));
    if (!hasBun) return;
    const args = ["run", "run.yaml", "--allow-code", "--workers", "1", "--runs", "bun"];
    const { status, stdout, stderr } = await unroll(args, { folder, runtime: "bun" });
    assert.equal(status, 0, stderr);
    assert.deepEqual(resultOf(join(folder, stdout.trim())), resultOf(run));
  });

  it("can be measured and written with, where its code is allowed", async () => {
    const measured = await commandLine(
      ...["evaluate", run, "--split", "valid", "--json", "--allow-code"],
    );
    assert.equal(measured.status, 0, measured.stderr);
    assert(JSON.parse(measured.stdout).loss < 2);
    assert.equal((await commandLine("generate", run, "--tokens", "5", "--allow-code")).status, 0);
  });

  it("is not touched without the word for it", async () => {
    const command = [
      ["run", file, "--runs", runs],
      ["check", file],
      ["check", file, "--gradient"],
      ["resume", run],
      ["evaluate", run],
      ["generate", run],
    ];
    const code = join(folder, "my_gates.ts");
    const ended = await Promise.all(command.map((args) => commandLine(...args)));
    for (const { status, stdout, stderr } of ended) {
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /^\S+\.yaml:\d+:8: gates: The file ".*" holds code, .* --allow-code /);
      assert(stderr.includes(`"${code}"`), stderr);
    }
  });

  it("trains in float64 too, and shows its gates in the plan", async () => {
    const double = ["engine.gemm=auto", "engine.precision=float64", "training.epochs=1"];
    const ended = await trained(folder, ...double.flatMap((set) => ["--set", set]));
    assert.equal(ended.status, 0, ended.stderr);
    const { stdout } = await commandLine("check", file, "--allow-code");
    assert.match(stdout, /^# {3}leaky: its gradient agrees with differences, error \S+e-\d+$/m);
    assert.match(stdout, /^# {3}gated: not used$/m);
    assert.match(stdout, /each time step: squash as a TypeScript function, row by row$/m);
    assert.match(stdout, /after the last step, all tokens at once: turn as a TypeScript/m);
  });
});

describe("a run that was stopped", () => {
  it("goes on with the same gates only", async () => {
    const folder = folderOf(gateSource);
    const file = join(folder, "my_gates.ts");
    const stopped = await stoppedCommandLine(/ step \d/, ...runLine(folder));
    assert.equal(stopped.status, 130, stopped.stderr);
    const run = join(folder, "runs", readdirSync(join(folder, "runs"))[0]!);
    const resumed = () => commandLine("resume", run, "--allow-code");

    writeFileSync(file, gateSource.replaceAll("0.1 *", "0.2 *"));
    const changed = await resumed();
    assert.equal(changed.status, 2);
    assert.match(
      changed.stderr,
      /config\.yaml:\d+:8: gates: The gate file ".*" is not the one that ".*runs\/own-\w+" was trained with: its SHA-256 is \w+, expected \w+$/m,
    );
    rmSync(file);
    const missing = await resumed();
    assert.deepEqual([missing.status, /No such file/.test(missing.stderr)], [2, true]);

    writeFileSync(file, gateSource);
    const { status, stderr } = await resumed();
    assert.equal(status, 0, stderr);
    const undisturbed = await trained(folder, "--again");
    assert.deepEqual(resultOf(run), resultOf(undisturbed.stdout.trim()));
  });
});

describe("a gate that is wrong", () => {
  it("is refused before anything is trained, with its error", async () => {
    const folder = folderOf(gateSource.replace(": 0.1 * d))", ": 0.3 * d))"));
    const checked = (...flags: readonly string[]) =>
      commandLine("check", join(folder, "run.yaml"), "--allow-code", ...flags);
    for (const { status, stdout, stderr } of [await trained(folder), await checked()]) {
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, /my_gates\.ts: Gate "leaky": its backward gives .* \(error 0\.6667, /);
    }
    assert(!existsSync(join(folder, "runs")) || readdirSync(join(folder, "runs")).length === 0);
    const { status, stdout, stderr } = await checked("--gradient");
    assert.equal(status, 1);
    assert.match(stdout, /^Gate "leaky": its backward gives/m);
    assert.match(stderr, /^The gradient of a gate is wrong/);
  });

  it("that fails on the way ends the run with its name", async () => {
    const source = gateSource.replace(
      "forward: ([x]) => x!.map((xi) => (xi > 0 ? xi : 0.1 * xi)),",
      `forward: ([x]) => {
    if (++calls > 3000) throw new Error("Boom");
    return x!.map((xi) => (xi > 0 ? xi : 0.1 * xi));
  },`,
    ).replace("const sum", "let calls = 0;\nconst sum");
    for (const precision of ["float32", "float64"]) {
      const { status, stderr } = await trained(
        folderOf(`${source}// ${precision}`), // which counts its own calls
        ...["--workers", "1", "--set", `engine.precision=${precision}`],
        ...["--set", "engine.gemm=auto"],
      );
      assert.equal(status, 1, stderr);
      assert.match(stderr, /Gate "leaky": forward failed: Boom$/m);
      assert.doesNotMatch(stderr, /^ +at /m);
    }
  });
});
