import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { beyondNote, objectiveAxis } from "./objective_axis.ts";

const losses = [4.1, 4.2, 4.3, 4.4, 4.5, 4.6, 4.7, 4.8];

describe("objectiveAxis", () => {
  it("is linear where values are close", () => {
    const { place, beyond, ticks } = objectiveAxis("", losses, [100, 0], { exact: true });
    assert.deepEqual([place(4.1), place(4.8), beyond].map(Math.round), [100, 0, 0]);
    assert(ticks.length > 3);
  });

  it("keeps what would flatten the others at its end, and counts it", () => {
    const axis = objectiveAxis("", [...losses, 2000, 1e15], [100, 0], { exact: true });
    assert.deepEqual([axis.place(4.8), axis.place(2000), axis.beyond].map(Math.round), [0, 0, 2]);
    assert.match(beyondNote(axis)!, /^2 results beyond the axis .* are drawn at its end\.$/);
    assert.match(beyondNote({ beyond: 1 })!, /^1 result beyond the axis .* is drawn/);
    assert.equal(beyondNote({ beyond: 0 }), undefined);
  });

  it("is logarithmic where values spread over a decade, with ticks that tell", () => {
    const { place, ticks } = objectiveAxis("", [2, 20, 200], [0, 100]);
    assert.equal(Math.round(place(20)), 50);
    assert.deepEqual(ticks.map(({ text }) => text), ["2", "5", "10", "20", "50", "100", "200"]);
  });
});
