/** What a machine has for this program. */
import { totalmem } from "node:os";
import { Effect, Layer, Result, Schema } from "effect";
import { joinsVectors, runtime } from "../base/runtime.ts";
import { version } from "../base/version.ts";
import { blasAvailable, blasBuild, blasName } from "../kernels/blas.ts";
import type { ProductKind } from "../kernels/product.ts";
import { describeRuntime } from "../run/environment.ts";
import type { StoreAddress } from "../sweep/store/store_address.ts";
import { storeLayer } from "../sweep/store/open_store.ts";
import { productSpeed } from "./product_speed.ts";

export const Examination = Schema.Struct({
  version: Schema.String,
  runtime: Schema.Struct({ name: Schema.String, version: Schema.String }),
  os: Schema.String,
  processor: Schema.String,
  cores: Schema.Natural,
  /** Bytes. */
  memory: Schema.Natural,
  /** Numbers that the kernels work on at a time: 4, or 8 where V8 joins them. */
  vector: Schema.Literals([4, 8]),
  /** The system's BLAS, as far as it says what it is. */
  blas: Schema.NullOr(Schema.Struct({ name: Schema.String, build: Schema.NullOr(Schema.String) })),
  /** GFLOP/s of one thread, by product. */
  products: Schema.Record(Schema.String, Schema.Finite),
  /** The store of sweeps that was asked for. */
  store: Schema.NullOr(Schema.Struct({ name: Schema.String, fault: Schema.NullOr(Schema.String) })),
});
export type Examination = typeof Examination.Type;

/** Looks at this machine, for about two seconds; `store` is connected to. */
export const examine = Effect.fnUntraced(function* (
  store: StoreAddress | undefined,
): Effect.fn.Return<Examination> {
  const { os, architecture, cpu, cores } = describeRuntime();
  const name = blasName();
  const kinds: readonly ProductKind[] = [
    ...(blasAvailable() ? ["blas" as const] : []),
    "wasm-fma",
    "wasm",
  ];
  return {
    version,
    runtime: { name: runtime.name, version: runtime.version },
    os: `${os}, ${architecture}`,
    processor: cpu,
    cores,
    memory: totalmem(),
    vector: joinsVectors() ? 8 : 4,
    blas: name === undefined ? null : { name, build: blasBuild() ?? null },
    products: Object.fromEntries(kinds.map((kind) => [kind, productSpeed(kind)])),
    store: store === undefined ? null : { name: store.shown, fault: yield* faultOf(store) },
  };
});

const faultOf = (store: StoreAddress): Effect.Effect<string | null> =>
  Effect.scoped(Layer.build(storeLayer(store))).pipe(
    Effect.result,
    Effect.map((opened) => Result.isSuccess(opened) ? null : opened.failure.message),
  );
