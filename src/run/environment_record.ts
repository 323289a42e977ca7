/**
 * What a manifest records about what computed a run, once for each time it was started or resumed.
 */
import { Schema } from "effect";

export const Sha256 = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "a SHA-256" }),
);

export const EngineRecord = Schema.Struct({
  /** What computed the matrix products, `reference` for the float64 engine. */
  gemm: Schema.Literals(["wasm", "wasm-fma", "blas", "reference"]),
  /** Name of the BLAS library, where one was used. */
  library: Schema.optionalKey(Schema.String),
  /** What the library says that it is, and the kind of processor that it computed for. */
  build: Schema.optionalKey(Schema.String),
  precision: Schema.Literals(["float32", "float64"]),
  workers: Schema.Natural,
});

export const RuntimeRecord = Schema.Struct({
  name: Schema.String,
  version: Schema.String,
  os: Schema.String,
  architecture: Schema.String,
  cpu: Schema.String,
  cores: Schema.Natural,
});

/** Version of Unroll itself and of every package that it depends on. */
export const PackageVersions = Schema.Record(Schema.String, Schema.String);

/**
 * What computes a run or a part of it: everything that may change its bits, apart from its
 * definition.
 */
export const Environment = Schema.Struct({
  /** SHA-256 of the code of Unroll. */
  code: Sha256,
  engine: EngineRecord,
  runtime: RuntimeRecord,
  packages: PackageVersions,
});
export type Environment = typeof Environment.Type;
