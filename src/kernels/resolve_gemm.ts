import { Effect, Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { blasAvailable } from "./blas.ts";
import type { ProductKind } from "./product.ts";

/** `engine.gemm: blas` on a system without a BLAS, or without permission to call native code. */
export class NoBlas extends InputError.extend<NoBlas>("NoBlas")({ _tag: Schema.tag("NoBlas") }) {
  override get message(): string {
    return `Found no BLAS for engine.gemm "blas": install OpenBLAS ` +
      `(Debian and Ubuntu: libopenblas0, Fedora and Arch: openblas, Homebrew: openblas), run under Bun or Deno (with --allow-ffi), ` +
      `or choose "auto", "wasm" or "wasm-fma"`;
  }
}

/**
 * The product that `engine.gemm` means on this machine: `auto` is the system's BLAS if there is
 * one, otherwise `wasm-fma`. Fails if `blas` is requested but missing.
 */
export function resolveGemm(gemm: "auto" | ProductKind): Effect.Effect<ProductKind, NoBlas> {
  if (gemm === "auto") return Effect.sync(() => blasAvailable() ? "blas" : "wasm-fma");
  if (gemm !== "blas") return Effect.succeed(gemm);
  return Effect.suspend(() => blasAvailable() ? Effect.succeed(gemm) : Effect.fail(new NoBlas()));
}
