/** Workers that throw, and workers whose thread is gone. */
import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Effect, Result } from "effect";
import { resumeRun, train } from "../mod.ts";
import type { Batch } from "../src/text/batch/batch.ts";
import { RunError } from "../src/base/errors.ts";
import { importGates } from "../src/model/user_gates/import_gates.ts";
import { buildModel } from "../src/model/build_model.ts";
import { bind } from "../src/compute/step/bind.ts";
import { compile } from "../src/compute/compile/compile.ts";
import { makePool } from "../src/compute/workers/pool.ts";
import { program } from "../src/compute/workers/programs.ts";
import { inProcess } from "./support/in_process.ts";
import { madeSentences } from "./support/made_text.ts";
import { metricsLines, readJson } from "./support/run_files.ts";
import { testFolder } from "./support/test_folder.ts";

/** A gate that gives what it gets, and does something else when it is called the `count`th time. */
const gateThat = (count: number, does: string) => `
let calls = 0;
export const same = {
  name: "same",
  arity: 1,
  size: ([n]) => n,
  forward: ([x]) => {
    if (++calls === ${count}) { ${does} }
    return x.slice();
  },
  backward: (dy) => [dy.slice()],
};
`;
const cells = { own: { state: "h", equations: "h' = tanh(same(W x + U h + b))" } };
const model = { cell: "own", embedding: 4, hidden: 4, layers: 1 };

describe("a worker that throws", () => {
  it("ends the run with what it said; its checkpoints are kept and gone on from", async () => {
    const folder = testFolder({
      "text.txt": madeSentences(100).join(" "),
      "gates.ts": gateThat(1500, 'throw new Error("Boom")'),
    });
    const runs = join(folder, "runs");
    const experiment = {
      name: "throws",
      corpus: { path: join(folder, "text.txt"), split: { valid: 0, test: 0 } },
      batch: { kind: "sentences", size: 8 },
      ...{ cells, model, gates: join(folder, "gates.ts") },
      checkpoint: { every: "3 steps" },
      metrics: { every: "1 steps", sinks: ["jsonl"] },
      engine: { workers: 2 },
      training: { epochs: 9 },
    };
    const { result } = await inProcess(train(experiment, { runs, allowCode: true }));
    assert(Result.isFailure(result) && result.failure instanceof RunError, String(result));
    assert.equal(result.failure.message, 'A worker failed: Gate "same": forward failed: Boom');

    const run = join(runs, readdirSync(runs)[0]!);
    const { outcome, last } = readJson(run, "manifest.json");
    assert.deepEqual([outcome.status, outcome.message], ["failed", result.failure.message]);
    assert(outcome.steps > 3);
    assert.equal(metricsLines(run).length, outcome.steps);
    const before = readFileSync(join(run, "metrics.jsonl"), "utf8").split("\n").slice(0, 3);

    // The count begins anew with each process of workers, so it comes further this time.
    const again = await inProcess(resumeRun(run, { allowCode: true }));
    assert.match(again.said, new RegExp(`^resuming after step ${Number(last.slice(5))}$`, "m"));
    assert(readJson(run, "manifest.json").outcome.steps > outcome.steps);
    assert.deepEqual(
      readFileSync(join(run, "metrics.jsonl"), "utf8").split("\n").slice(0, 3),
      before,
    );
  });
});

const three: Batch = {
  ...{ epoch: 0, index: 0, carried: false },
  lengths: Int32Array.of(3, 3, 2, 1),
  offsets: Int32Array.of(0, 3, 6, 8, 9),
  inputs: new Int32Array(9).fill(2),
  targets: new Int32Array(9).fill(3),
};

/** Evaluates a batch by a pool whose gate does something when it is called the 4th time, twice. */
const evaluateTwice = async (does: string, batch: Batch, patience?: number) => {
  const source = gateThat(4, does);
  const module = { path: "gates.ts", source, sha256: "0", gates: await importGates(source) };
  const built = Result.getOrThrow(buildModel(
    { ...model, dropout: 0, tied: false, bias: true, truncate: "full" },
    cells,
    7,
    module,
  ));
  const capacity = { rows: 4, tokens: 9, steps: 3 };
  const plan = compile(built, { capacity, slots: 0, gemm: "wasm", workers: 2 });
  return await Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    const pool = yield* makePool({
      ...{ plan, gemm: "wasm", optimizerCode: 0, workers: 2, processors: 2, profile: false },
      ...{ gateSource: source, patience },
    });
    bind(plan, new Int32Array(pool.memory.buffer), batch, {
      ...{ carried: false, lane: 0, dropoutKey: undefined },
    });
    const run = Effect.result(pool.run(program.evaluate));
    return [yield* run, yield* run];
  })));
};

const assertFailed = (results: Awaited<ReturnType<typeof evaluateTwice>>, message: RegExp) => {
  for (const result of results) {
    assert(Result.isFailure(result) && result.failure instanceof RunError);
    assert.match(result.failure.message, message);
  }
};

describe("a worker whose thread is gone", () => {
  it("is noticed by its end alone: the run fails instead of waiting, and the pool closes", async () => {
    const results = await evaluateTwice("globalThis.close(); for (;;) {}", three);
    assertFailed(results, /^A worker failed: Its thread has ended$/);
  });
});

describe("a worker whose thread hangs", () => {
  it("is noticed by nothing going on", async () => {
    const results = await evaluateTwice("for (;;) {}", three, 1000);
    assertFailed(results, /^A worker failed: no progress for 1 s, its thread is lost$/);
  });
});

describe("a worker that is busy", () => {
  it("is not taken for lost, however long one piece of work takes", async () => {
    // One piece of eight calls, each shorter than the patience and all of them twice as long.
    const slow = "calls = 3; const end = performance.now() + 250; while (performance.now() < end);";
    const one = { ...three, lengths: Int32Array.of(3, 3, 2), offsets: Int32Array.of(0, 3, 6, 8) };
    const results = await evaluateTwice(slow, one, 1000);
    assert.deepEqual(results.map(Result.isSuccess), [true, true]);
  });
});
