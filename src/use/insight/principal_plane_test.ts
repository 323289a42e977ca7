import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import { principalPlane } from "./principal_plane.ts";

it("keeps distances where the vectors lie on a plane, the longer way first", () => {
  // Points of a rectangle 8 × 2, turned into three dimensions.
  const [u, v] = [[2 / 3, 2 / 3, 1 / 3], [-2 / 3, 1 / 3, 2 / 3]] as const;
  const corners = [[0, 0], [8, 0], [8, 2], [0, 2]] as const;
  const vectors = corners.map(([a, b]) =>
    Float64Array.from(u, (_, i) => 5 + a * u[i]! + b * v[i]!)
  );
  const found = principalPlane(vectors);
  corners.forEach(([a, b], i) => {
    const [x, y] = found[i]!;
    assert.ok(Math.abs(Math.abs(x) - 4) < 1e-9 && Math.abs(Math.abs(y) - 1) < 1e-9, `${x} ${y}`);
    assert.equal(Math.sign(x) === Math.sign(found[0]![0]), a === 0);
    assert.equal(Math.sign(y) === Math.sign(found[0]![1]), b === 0);
  });
});

it("bears vectors that are all the same, and none", () => {
  assert.deepEqual(principalPlane([Float64Array.of(1, 1), Float64Array.of(1, 1)]), [[0, 0], [
    0,
    0,
  ]]);
  assert.deepEqual(principalPlane([]), []);
});
