/**
 * This machine's own speed at the products of a step: each thread computes all of them, on operands
 * of its own, with nothing in between and nothing to wait for.
 */
import { Effect, type Scope } from "effect";
import type { ProductKind } from "../../src/kernels/product.ts";
import type { MeterAnswer, MeterRequest } from "./product_worker.ts";
import type { StepProduct } from "./step_products.ts";

export interface ProductMeter {
  /** Floating-point operations a second of `threads` threads at once, added up. */
  readonly measure: (threads: number, seconds: number) => Effect.Effect<number>;
}

const ask = (worker: Worker, request: MeterRequest): Promise<MeterAnswer> => {
  const { promise, resolve, reject } = Promise.withResolvers<MeterAnswer>();
  worker.onmessage = ({ data }: MessageEvent<MeterAnswer>) => resolve(data);
  worker.onerror = (event) => reject(new Error(event.message));
  worker.postMessage(request);
  return promise;
};

/** A meter of up to `threads` threads; they end with the scope. */
export const makeProductMeter = (
  gemm: ProductKind,
  products: readonly StepProduct[],
  threads: number,
): Effect.Effect<ProductMeter, never, Scope.Scope> =>
  Effect.gen(function* () {
    const workers = yield* Effect.acquireRelease(
      Effect.sync(() =>
        Array.from(
          { length: threads },
          () => new Worker(new URL("./product_worker.ts", import.meta.url), { type: "module" }),
        )
      ),
      (started) => Effect.sync(() => started.forEach((worker) => worker.terminate())),
    );
    const askAll = (count: number, request: MeterRequest) =>
      Effect.promise(() =>
        Promise.all(workers.slice(0, count).map((worker) => ask(worker, request)))
      );
    yield* askAll(threads, { kind: "load", gemm, products });
    return {
      measure: (count, seconds) =>
        askAll(count, { kind: "measure", seconds }).pipe(
          Effect.map((answers) => answers.reduce((sum, { speed }) => sum + speed!, 0)),
        ),
    };
  });
