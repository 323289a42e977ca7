/** Schema of the config part `engine`: workers never change a bit; gemm and precision do. */
import { Schema } from "effect";
import { wholeNumber, withDefault } from "../config/fields.ts";

export const EngineConfig = Schema.Struct({
  workers: Schema.Union([Schema.Literal("auto"), wholeNumber(1, 256)]).annotate({
    expected: 'a whole number from 1 to 256 or "auto"',
  }).pipe(
    withDefault("auto", "Number of threads, at most four per processor; auto is one per processor"),
  ),
  gemm: Schema.Literals(["auto", "wasm", "wasm-fma", "blas"]).pipe(
    withDefault("auto", "Matrix product; auto is blas if there is one, otherwise wasm-fma"),
  ),
  precision: Schema.Literals(["float32", "float64"]).pipe(
    withDefault("float32", "Precision; float64 is the slow reference in plain TypeScript"),
  ),
});
export type EngineConfig = typeof EngineConfig.Type;
