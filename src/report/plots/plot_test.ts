import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { axis } from "./axis.ts";
import { markup } from "../../base/html/markup.ts";
import { isSpare, mostNarrowTicks, plot, plotPlaces } from "./plot.ts";

describe("plot", () => {
  it("has its labels at its axes, and its ticks beside them", () => {
    const { x, y } = plotPlaces(200);
    assert.deepEqual([x, y], [[0, 100], [200, 0]]);
    const ticks = (label: string, places: typeof x) => axis(label, [0, 1], places, { ticks: 1 });
    const lines = markup`<path d="M0 0"/>`;
    const { text: drawn } = plot("curve", 200, ticks("step", x), ticks("loss", y), { lines });
    assert.match(drawn, /<text\s+x="50%" y="236" text-anchor="middle">step<\/text>/);
    assert(drawn.includes('<text x="-46" y="-12">loss</text>'), drawn);
    assert(drawn.includes('x="0%" y="218" text-anchor="middle">0</text>'), drawn);
    assert(drawn.includes('<text x="-7" y="204" text-anchor="end">0</text>'), drawn);
  });

  it("leaves few ticks where it is narrow, the first always", () => {
    for (let count = 1; count < 30; count++) {
      const ticks = Array.from({ length: count });
      const left = ticks.keys().filter((i) => !isSpare(ticks, i)).toArray();
      assert(left[0] === 0 && left.length <= mostNarrowTicks, `${count}: ${left}`);
      if (count <= mostNarrowTicks) assert.equal(left.length, count);
    }
  });
});
