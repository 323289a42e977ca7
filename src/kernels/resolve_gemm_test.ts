import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Effect } from "effect";
import { effect } from "../base/test_effect.ts";
import { blasAvailable, blasBuild, blasName } from "./blas.ts";
import { NoBlas, resolveGemm } from "./resolve_gemm.ts";

const there = blasAvailable() ? it : it.skip;

describe("resolveGemm", () => {
  effect("keeps Unroll's own products", function* () {
    assert.equal(yield* resolveGemm("wasm"), "wasm");
    assert.equal(yield* resolveGemm("wasm-fma"), "wasm-fma");
  });

  effect(
    "takes the system's BLAS where there is one, and fails with NoBlas where not",
    function* () {
      const asked = yield* Effect.match(resolveGemm("blas"), {
        onFailure: (error) => error,
        onSuccess: (kind) => kind,
      });
      if (blasAvailable()) assert.equal(asked, "blas");
      else assert(asked instanceof NoBlas);
      assert.equal(yield* resolveGemm("auto"), blasAvailable() ? "blas" : "wasm-fma");
    },
  );

  it("says what to install", () => {
    assert.match(new NoBlas().message, /^Found no BLAS .*install OpenBLAS .*"wasm-fma"$/);
  });

  there("names the library, and what OpenBLAS computes with", () => {
    assert.notEqual(blasName(), undefined);
    if (blasName()!.includes("openblas")) assert.match(blasBuild()!, /^OpenBLAS \d\S*, \w+$/);
  });

  (blasAvailable() ? it.skip : it)("names no library where there is none", () => {
    assert.deepEqual([blasName(), blasBuild()], [undefined, undefined]);
  });
});
