import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { chiSquare } from "./test_chi_square.ts";
import { key } from "./key.ts";
import { uniform } from "./uniform.ts";

describe("uniform", () => {
  const k = key(42, "test");
  const n = 40000;
  const values = Float64Array.from({ length: n }, (_, i) => uniform(k, i));

  it("lies in 0 ≤ u < 1 with 53 bits", () => {
    assert.ok(values.every((u) => u >= 0 && u < 1 && Number.isInteger(u * 2 ** 53)));
    assert.ok(values.some((u) => !Number.isInteger(u * 2 ** 52)));
  });

  it("has the mean and the variance of the uniform distribution", () => {
    const mean = values.reduce((sum, u) => sum + u, 0) / n;
    const variance = values.reduce((sum, u) => sum + (u - mean) ** 2, 0) / n;
    assert.ok(Math.abs(mean - 0.5) < 4 / Math.sqrt(12 * n), `mean ${mean}`);
    assert.ok(Math.abs(variance - 1 / 12) < 4 / Math.sqrt(180 * n), `variance ${variance}`);
  });

  it("fills 100 cells evenly, also in pairs", () => {
    const cells = new Array<number>(100).fill(0);
    const pairs = new Array<number>(100).fill(0);
    for (let i = 0; i < n; i++) {
      cells[Math.floor(values[i]! * 100)]!++;
      const next = values[(i + 1) % n]!;
      pairs[Math.floor(values[i]! * 10) * 10 + Math.floor(next * 10)]!++;
    }
    // 99 degrees of freedom: mean 99, deviation 14
    for (const x of [chiSquare(cells), chiSquare(pairs)]) assert.ok(x > 50 && x < 155, `${x}`);
  });
});
