import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { rankTokens } from "./rank_tokens.ts";

describe("rankTokens", () => {
  it("ranks by probability, equal ones by id, and leaves out the impossible and the banned", () => {
    const ranked = rankTokens(Float64Array.of(-2, -1, -Infinity, -1, -3, -0.5), new Set([5]));
    assert.deepEqual([...ranked], [1, 3, 0, 4]);
  });
});
