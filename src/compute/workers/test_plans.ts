import { Effect, type Scope } from "effect";
import type { Batch } from "../../text/batch/batch.ts";
import type { RunError } from "../../base/errors.ts";
import type { ProductKind } from "../../kernels/product.ts";
import { bind } from "../step/bind.ts";
import { compile } from "../compile/compile.ts";
import { modelForTest } from "../units/test_model.ts";
import type { Plan } from "../plan/plan.ts";
import { makePool, type Pool } from "./pool.ts";

/** A small network of vocabulary 7, for batches of up to 8 rows of 4 tokens. */
export const smallPlan = compile(modelForTest("rnn"), {
  capacity: { rows: 8, tokens: 32, steps: 4 },
  slots: 0,
  gemm: "wasm",
  workers: 3,
});

/** The same, whose tapes hold an operation that there is not: the kernel traps. */
export const brokenPlan: Plan = {
  ...smallPlan,
  constants: smallPlan.constants.map(({ pointer, words }) => ({
    pointer,
    words: words.map(() => 255),
  })),
};

const batchOf = (lengths: readonly number[]): Batch => {
  const offsets = Int32Array.of(0, ...lengths.map((_, row) => 4 * (row + 1)));
  const inputs = new Int32Array(4 * lengths.length).fill(2);
  const common = { epoch: 0, index: 0, carried: false };
  return { ...common, lengths: Int32Array.from(lengths), offsets, inputs, targets: inputs };
};

/** A pool for a plan, with rows of these lengths bound; every token is 2. */
export const boundPool = (
  plan: Plan,
  lengths: readonly number[],
  { workers = 3, gemm = "wasm" as ProductKind, patience = undefined as number | undefined } = {},
): Effect.Effect<Pool, RunError, Scope.Scope> =>
  Effect.map(
    makePool({ plan, gemm, optimizerCode: 0, workers, processors: 2, profile: false, patience }),
    (pool) => {
      bind(plan, new Int32Array(pool.memory.buffer), batchOf(lengths), {
        carried: false,
        lane: 0,
        dropoutKey: undefined,
      });
      return pool;
    },
  );
