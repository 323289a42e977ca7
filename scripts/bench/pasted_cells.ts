/**
 * How fast a built-in cell is when its text is pasted into a config, relative to the built-in one.
 * Both are trained in turn, briefly, and the median of the ratios is printed.
 *
 *   deno run --allow-read --allow-env --allow-sys --allow-ffi scripts/bench/pasted_cells.ts
 */
import { availableParallelism } from "node:os";
import { Effect, Result } from "effect";
import { builtinCells } from "../../src/model/cells/builtin_cells.ts";
import { makePlanEngine, type PlanEngine } from "../../src/compute/float32/plan_engine.ts";
import { resolveGemm } from "../../src/kernels/resolve_gemm.ts";
import { buildModel } from "../../src/model/build_model.ts";
import { initialWeights } from "../../src/model/initial_weights.ts";
import { makeOptimizer } from "../../src/compute/optimizer/make_optimizer.ts";
import { spread } from "./spread.ts";
import { contiguousBatches } from "./synthetic_batches.ts";
import { table } from "./table.ts";

const vocabulary = 2000;
const [rows, steps] = [20, 35];
const seconds = 0.15;
const pairs = 30;
const batches = contiguousBatches({ vocabulary, seed: 1, rows, steps, count: 8 });
// One worker feels less of what else the machine does.
const workers = 1;

const engineOf = Effect.fnUntraced(function* (cell: string) {
  const config = {
    cell,
    embedding: 128,
    hidden: 128,
    layers: 2,
    dropout: 0,
    tied: false,
    bias: true,
    truncate: "full" as const,
  };
  const pasted = Object.entries(builtinCells).map(([name, text]) => [`pasted_${name}`, text]);
  const model = Result.getOrThrow(buildModel(config, Object.fromEntries(pasted), vocabulary));
  return yield* makePlanEngine({
    model,
    weights: initialWeights(model, 1),
    optimizer: makeOptimizer({
      kind: "sgd",
      learningRate: 0.1,
      momentum: 0,
      nesterov: false,
      weightDecay: 0,
    }),
    clip: "none",
    loss: "token-mean",
    seed: 1,
    capacity: { rows, tokens: rows * steps, steps },
    gemm: yield* resolveGemm("auto"),
    workers,
    processors: availableParallelism(),
  });
});

/** Tokens a second. */
const speedOf = Effect.fnUntraced(function* (engine: PlanEngine) {
  const start = performance.now();
  let tokens = 0;
  let step = 0;
  while (performance.now() - start < seconds * 1000) {
    const batch = batches[step % batches.length]!;
    tokens += (yield* engine.train(batch, { step: step++, learningRate: 0.1, norm: false })).tokens;
  }
  return (tokens * 1000) / (performance.now() - start);
});

const ratioOf = Effect.fnUntraced(function* (cell: string) {
  const builtin = yield* engineOf(cell);
  const pasted = yield* engineOf(`pasted_${cell}`);
  const ratios: number[] = [];
  const speeds: number[] = [];
  for (let pair = 0; pair <= pairs; pair++) {
    const order = pair % 2 === 0 ? [builtin, pasted] : [pasted, builtin];
    const rates = new Map<PlanEngine, number>();
    for (const engine of order) rates.set(engine, yield* speedOf(engine));
    if (pair === 0) continue; // the first warms up
    speeds.push(rates.get(builtin)!);
    ratios.push(rates.get(pasted)! / rates.get(builtin)!);
  }
  const { median, min, max } = spread(ratios);
  const numbers = [median, min, max].map((ratio) => ratio.toFixed(3));
  return [cell, Math.round(spread(speeds).median).toLocaleString("en-US"), ...numbers];
}, Effect.scoped);

const lines = await Effect.runPromise(Effect.forEach(Object.keys(builtinCells), ratioOf));
const header = ["cell", "tokens/s", "pasted/built-in", "least", "most"];
console.log(table(header, lines, 1).join("\n"));
