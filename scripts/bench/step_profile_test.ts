import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import type { WorkerProfile } from "../../src/compute/workers/profile.ts";
import { stepProfile } from "./step_profile.ts";

const worker = (work: number, wait: number, products: number): WorkerProfile => ({
  phases: [{ name: "forward", work, wait }],
  kernels: {
    products,
    packing: 0,
    pointwise: 0,
    softmax: 0,
    "sums and copies": 0,
    "norm and update": 0,
  },
});

describe("stepProfile", () => {
  it("gives the mean of the workers, less what was before, and accounts for the whole step", () => {
    const before = [worker(1, 1, 1), worker(0, 0, 0)];
    const after = [worker(9, 2, 5), worker(8, 3, 8)];
    const profile = stepProfile(before, after, 4, 12);
    assert.equal(profile.total, 3000);
    assert.deepEqual(profile.phases, [{ name: "forward", work: 2000, wait: 500 }]);
    assert.equal(profile.between, 500);
    assert.equal(profile.kernels.products, 1500);
    assert.equal(profile.kernels.other, 500);
  });
});
