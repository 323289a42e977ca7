import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { downsample } from "./downsample.ts";
import type { Point } from "./plot.ts";

describe("downsample", () => {
  it("leaves few points as they are", () => {
    const points: Point[] = [[0, 1], [1, 2]];
    assert.equal(downsample(points), points);
  });

  it("keeps ends, order and spikes of many", () => {
    const points = Array.from(
      { length: 50_000 },
      (_, i): Point => [i, i === 31_234 ? 99 : i === 7 ? -99 : Math.sin(i)],
    );
    const kept = downsample(points, 1000);
    assert(kept.length <= 1002, `${kept.length}`);
    assert.deepEqual([kept[0], kept.at(-1)], [points[0], points.at(-1)]);
    assert(kept.some(([x]) => x === 31_234) && kept.some(([x]) => x === 7));
    assert(kept.every(([x], i) => i === 0 || x > kept[i - 1]![0]));
  });
});
