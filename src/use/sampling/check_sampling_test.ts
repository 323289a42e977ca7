import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { checkSampling } from "./check_sampling.ts";

describe("checkSampling", () => {
  const banned = new Set<number>();
  it("lets good wishes pass", () => {
    assert.equal(checkSampling({ temperature: 0, banned }, 5), undefined);
    assert.equal(checkSampling({ temperature: 0.8, topK: 5, topP: 1, banned }, 5), undefined);
  });
  it("lists every mistake with what was given", () => {
    const error = checkSampling({ temperature: -1, topK: 0, topP: 1.5, banned }, 5);
    assert.deepEqual(error?.message.split("\n"), [
      "Expected a temperature of at least 0, got -1",
      "Expected top-k to be a whole number of at least 1, got 0",
      "Expected top-p to be greater than 0 and at most 1, got 1.5",
    ]);
  });
  it("refuses what is not a number", () => {
    assert.match(checkSampling({ temperature: NaN, banned }, 5)!.message, /got NaN/);
    assert.match(checkSampling({ temperature: 1, topK: 1.5, banned }, 5)!.message, /got 1.5/);
  });
  it("refuses to ban everything", () => {
    const all = new Set([0, 1, 2, 9]);
    assert.match(checkSampling({ temperature: 1, banned: all }, 3)!.message, /All 3 tokens/);
    assert.equal(checkSampling({ temperature: 1, banned: all }, 4), undefined);
  });
});
