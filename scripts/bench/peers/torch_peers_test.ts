import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { slowBlas, torchEnvironment } from "./torch_peers.ts";

const ready = { system: "PyTorch", chosen: "loop", forms: {} };

describe("slowBlas", () => {
  it("warns of products that no optimised BLAS makes that slowly", () => {
    const warning = slowBlas({ ready: { ...ready, productGigaflops: 4.04 } });
    assert.match(warning!, /^PyTorch multiplies at 4\.0 GFLOP\/s only/);
    assert.equal(slowBlas({ ready: { ...ready, productGigaflops: 90 } }), undefined);
  });
});

describe("torchEnvironment", () => {
  it("sets the threads and lets OpenBLAS choose its kernels", () => {
    const environment = torchEnvironment(2);
    assert.equal(environment.OMP_NUM_THREADS, "2");
    assert.equal(environment.OPENBLAS_NUM_THREADS, "2");
    assert.equal(environment.OMP_WAIT_POLICY, "passive");
    assert.ok(!("OPENBLAS_CORETYPE" in environment));
  });
});
