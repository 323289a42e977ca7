import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Effect } from "effect";
import { blasAvailable, blasBuild, blasName } from "./blas.ts";
import { resolveGemm } from "./resolve_gemm.ts";

describe("resolveGemm", () => {
  it("keeps Unroll's own products", () => {
    assert.equal(Effect.runSync(resolveGemm("wasm")), "wasm");
    assert.equal(Effect.runSync(resolveGemm("wasm-fma")), "wasm-fma");
  });

  it("takes the system's BLAS where there is one, and says what to install where not", () => {
    const asked = Effect.runSync(Effect.match(resolveGemm("blas"), {
      onFailure: (error) => `${error._tag}: ${error.message}`,
      onSuccess: (kind) => kind as string,
    }));
    if (blasAvailable()) {
      assert.equal(asked, "blas");
      assert.equal(Effect.runSync(resolveGemm("auto")), "blas");
      assert.ok(blasName() !== undefined);
      if (blasName()!.includes("openblas")) assert.match(blasBuild()!, /^OpenBLAS \d\S*, \w+$/);
    } else {
      assert.match(asked, /^InputError: Found no BLAS .*install OpenBLAS/);
      assert.equal(Effect.runSync(resolveGemm("auto")), "wasm-fma");
      assert.deepEqual([blasName(), blasBuild()], [undefined, undefined]);
    }
  });
});
