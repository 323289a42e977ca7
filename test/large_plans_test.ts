/**
 * Addresses from 2³¹ on are negative to whoever takes them for signed numbers. Most of these memories is
 * never written to, so they need address space rather than memory.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { freemem } from "node:os";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import type { EngineOptions } from "../src/compute/engine.ts";
import { compileFor } from "../src/compute/float32/compile_for.ts";
import { runOnPool } from "../src/compute/float32/plan_engine.ts";
import type { RunError } from "../src/base/errors.ts";
import type { ProductKind } from "../src/kernels/product.ts";
import { pointerTo } from "../src/kernels/pointer.ts";
import { reservedBytes } from "../src/kernels/reserved_bytes.ts";
import { sharedMemory } from "../src/kernels/shared_memory.ts";
import { initialWeights } from "../src/model/initial_weights.ts";
import type { Model } from "../src/model/model.ts";
import { makeOptimizer } from "../src/compute/optimizer/make_optimizer.ts";
import { addressableBytes } from "../src/compute/plan/memory_limit.ts";
import { compile } from "../src/compute/compile/compile.ts";
import type { Capacity, Plan } from "../src/compute/plan/plan.ts";
import { makePool } from "../src/compute/workers/pool.ts";
import { keptThreads, Threads } from "../src/compute/workers/threads.ts";
import { capacityOf, products } from "./support/plan_engine.ts";
import { batchOf, modelOf } from "./support/random_case.ts";

/** Words enough for several pieces of the output layer and of the embedding. */
const vocabulary = 600;

const modelWith = (cell: string, truncate: number | "full", tied: boolean): Model =>
  modelOf({
    cell,
    vocabulary,
    embedding: 21,
    hidden: tied ? 21 : 25,
    layers: 2,
    dropout: 0.25,
    tied,
    bias: true,
    truncate,
  })!;

/** Rows that end at different steps, then carried streams. */
const batches = [
  batchOf([7, 3, 9, 1, 5, 5], vocabulary, 1, false),
  batchOf([4, 4, 4, 4, 4, 4], vocabulary, 2, true),
  batchOf([4, 4, 4, 4, 4, 4], vocabulary, 3, true),
];

const optionsFor = (kind: "adam" | "sgd"): EngineOptions => ({
  optimizer: makeOptimizer(
    kind === "sgd"
      ? { kind, learningRate: NaN, momentum: 0, nesterov: false, weightDecay: 0 }
      : { kind, learningRate: NaN, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.001 },
  ),
  clip: kind === "sgd" ? "none" : { norm: 0.5 },
  loss: "token-mean",
  seed: 7,
});

/** Bytes of everything that some steps on a plan compute and leave, as a hash. */
const hashOf = (
  plan: Plan,
  model: Model,
  gemm: ProductKind,
  options: EngineOptions,
  workers: number,
): Effect.Effect<string, RunError> =>
  Effect.scoped(Effect.gen(function* () {
    const optimizerCode = options.optimizer.code;
    const pool = yield* makePool({
      plan,
      gemm,
      optimizerCode,
      workers,
      processors: 2,
      profile: false,
    });
    const engine = runOnPool(plan, pool, { ...options, weights: initialWeights(model, 3) });
    const hash = createHash("sha256");
    for (const [step, batch] of batches.entries()) {
      const report = yield* engine.train(batch, { step, learningRate: 0.01 });
      assert(Number.isFinite(report.loss) && report.gradientNorm! > 0);
      hash.update(Float64Array.of(report.loss, report.gradientNorm!));
    }
    const arrays = [yield* engine.weights, ...(yield* engine.slots).values()];
    for (const values of arrays) for (const value of values.values()) hash.update(value);
    for (const layer of (yield* engine.carried) ?? []) for (const one of layer) hash.update(one);
    for (const batch of batches) hash.update((yield* engine.evaluate(batch)).rowLosses);
    return hash.digest("hex");
  }));

/** Runs a test whose pools share their threads. */
const onKeptThreads = <E>(test: Effect.Effect<void, E>) =>
  Effect.runPromise(Effect.scoped(
    Effect.flatMap(keptThreads, (threads) => Effect.provideService(test, Threads, threads)),
  ));

/** Whether this machine lets a process have so large a memory, of which it fills a part. */
const hasRoom = (bytes: number): boolean => {
  if (freemem() < 2 ** 30) return false;
  try {
    return sharedMemory(bytes).buffer.byteLength >= bytes;
  } catch {
    return false;
  }
};

const cases = [
  ["gru", 2, false, "adam"],
  ["lstm", "full", true, "sgd"],
  ["gru", "full", false, "sgd"],
] as const;

(hasRoom(addressableBytes) ? describe : describe.skip)("a plan between 2 and 4 GiB", () => {
  for (const gemm of products()) {
    it(`comes to the bits of a small one, wherever it begins, products by ${gemm}`, () =>
      onKeptThreads(
        Effect.forEach(cases, ([cell, truncate, tied, kind]) =>
          Effect.gen(function* () {
            const model = modelWith(cell, truncate, tied);
            const options = optionsFor(kind);
            const planAt = (byte: number) =>
              compile(model, {
                capacity: capacityOf(batches),
                slots: options.optimizer.slots.length,
                gemm,
                sparse: options.optimizer.sparse ?? false,
                direct: kind === "sgd",
                workers: 2,
                start: pointerTo(byte),
              });
            const small = planAt(reservedBytes);
            const expected = yield* hashOf(small, model, gemm, options, 2);
            const size = small.bytes - reservedBytes;
            const starts = { across: 2 ** 31 - size / 2, above: 3 * 2 ** 30, last: 2 ** 32 - size };
            for (const [where, start] of Object.entries(starts)) {
              const plan = planAt(Math.floor(start / 64) * 64);
              if (where === "last") assert.equal(plan.bytes, addressableBytes);
              const hash = yield* hashOf(plan, model, gemm, options, 2);
              assert.equal(hash, expected, `${cell} ${where}`);
            }
          }), { discard: true }),
      ));

    it(`comes to the same for a batch that fits a small one, products by ${gemm}`, () =>
      onKeptThreads(Effect.gen(function* () {
        const model = modelWith("gru", "full", false);
        const options = optionsFor("adam");
        const planFor = (capacity: Capacity, workers: number) =>
          compileFor({ ...options, model, gemm, capacity, workers });
        const small = capacityOf(batches);
        const large = { ...small, tokens: 700_000 };
        const expected = yield* hashOf(planFor(small, 1), model, gemm, options, 1);
        for (const workers of [1, 2]) {
          const plan = planFor(large, workers);
          assert(plan.bytes > 2 ** 31 && plan.bytes <= addressableBytes, `${plan.bytes} bytes`);
          assert.equal(yield* hashOf(plan, model, gemm, options, workers), expected);
        }
      })));
  }
});
