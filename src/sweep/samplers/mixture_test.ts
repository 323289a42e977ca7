import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { logSumExp, mixtureWeights, pick, trialWeights } from "./mixture.ts";

describe("trialWeights", () => {
  it("are 1 up to 25 trials", () => {
    assert.deepEqual(trialWeights(25), new Array(25).fill(1));
    assert.deepEqual(trialWeights(0), []);
  });

  it("rise from 1/n to 1 over those before the last 25", () => {
    const weights = trialWeights(28);
    assert.deepEqual(weights.slice(0, 3), [1 / 28, 1 / 28 + (27 / 28) / 2, 1]);
    assert.deepEqual(weights.slice(3), new Array(25).fill(1));
    assert.equal(trialWeights(26)[0], 1 / 26);
  });
});

describe("mixtureWeights", () => {
  it("are shares, the prior's the last", () => {
    assert.deepEqual(mixtureWeights(3), [0.25, 0.25, 0.25, 0.25]);
    assert.deepEqual(mixtureWeights(0), [1]);
  });
});

describe("pick", () => {
  it("finds the share that a number falls on", () => {
    const shares = [0.5, 0, 0.5];
    assert.deepEqual([0, 0.49, 0.5, 0.999].map((u) => pick(shares, u)), [0, 0, 2, 2]);
  });
});

describe("logSumExp", () => {
  it("neither overflows nor loses what is small", () => {
    assert.equal(logSumExp([1000, 1000]), 1000 + Math.LN2);
    assert.equal(logSumExp([-Infinity, -Infinity]), -Infinity);
    assert(Math.abs(logSumExp([-1000, -1001]) - (-1000 + Math.log(1 + Math.exp(-1)))) < 1e-12);
  });
});
