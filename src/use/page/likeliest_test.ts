import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { likeliest } from "./likeliest.ts";

describe("likeliest", () => {
  it("ranks by logits and then by ids, without those left out", () => {
    const logit = fc.integer({ min: -3, max: 3 });
    fc.assert(fc.property(fc.array(logit, { minLength: 1 }), fc.nat(5), (logits, banned) => {
      const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
      const found = likeliest(Float32Array.from(logits), total, new Set([banned]));
      const all = [...logits.keys()].filter((id) => id !== banned);
      const ranked = all.sort((a, b) => logits[b]! - logits[a]! || a - b).slice(0, 5);
      assert.deepEqual(found.map(({ token }) => token), ranked);
      for (const { token, probability } of found) {
        assert(Math.abs(probability - Math.exp(logits[token]! - total)) < 1e-12);
      }
    }));
  });
});
