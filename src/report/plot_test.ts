import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { axis } from "./axis.ts";
import { markup } from "./markup.ts";
import { plot, plotPlaces } from "./plot.ts";

describe("plot", () => {
  it("has its labels amid its axes, and its ticks beside them", () => {
    const size = { width: 100, height: 200 };
    const { x, y } = plotPlaces(size);
    assert.deepEqual([x, y], [[62, 86], [158, 12]]);
    const ticks = (label: string, places: typeof x) => axis(label, [0, 1], places, { ticks: 1 });
    const { text: drawn } = plot("curve", size, ticks("step", x), ticks("loss", y), markup``);
    assert(drawn.includes('<text x="74" y="194" text-anchor="middle">step</text>'), drawn);
    assert(drawn.includes('<text transform="translate(13 85) rotate(-90)"'), drawn);
    assert(drawn.includes('<text x="62" y="175" text-anchor="middle">0</text>'), drawn);
    assert(drawn.includes('<text x="56" y="162" text-anchor="end">0</text>'), drawn);
  });
});
