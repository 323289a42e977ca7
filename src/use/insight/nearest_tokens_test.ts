import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import { nearestTokens } from "./nearest_tokens.ts";

it("finds the tokens at the smallest angle, whatever their length", () => {
  const values = Float64Array.of(...[1, 0], ...[10, 1], ...[0, 3], ...[-1, 0], ...[2, 2], ...[
    0,
    0,
  ]);
  const near = nearestTokens({ size: 2, values }, 0, 3, (token) => token !== 4);
  assert.deepEqual(near.map(({ token }) => token), [1, 2, 5]);
  assert.ok(Math.abs(near[0]!.cosine - 10 / Math.sqrt(101)) < 1e-12);
});
