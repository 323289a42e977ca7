/**
 * A program that starts and stops pools, healthy and failing ones. It ends by itself only if no
 * worker is left. Run it without permission for native code, so that the BLAS product cannot start.
 */
import { Effect } from "effect";
import { boundPool, brokenPlan, smallPlan } from "./test_plans.ts";
import { program } from "./programs.ts";

const failing = Effect.fnUntraced(function* (lengths: readonly number[]) {
  const pool = yield* boundPool(brokenPlan, lengths);
  const run = Effect.flip(pool.run(program.train));
  const errors = [yield* run, yield* run];
  console.log(lengths.length, ...errors.map(({ _tag, message }) => `${_tag}: ${message}`));
}, Effect.scoped);

const main = Effect.gen(function* () {
  for (let i = 0; i < 20; i++) {
    const pool = boundPool(smallPlan, [2, 1], { workers: 2 });
    yield* Effect.scoped(Effect.flatMap(pool, ({ run }) => run(program.evaluate)));
  }
  console.log("20 pools");
  yield* failing([3]);
  yield* failing([4, 4, 3, 2, 1]);
  const error = yield* Effect.flip(Effect.scoped(boundPool(smallPlan, [1], { gemm: "blas" })));
  console.log(`${error._tag}: ${error.message}`);
});

await Effect.runPromise(main);
