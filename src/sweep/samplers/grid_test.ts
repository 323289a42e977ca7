import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { gridAssignments, gridSize, gridValues, sampleGrid } from "./grid.ts";
import type { Space } from "../space/space.ts";

const space: Space = [
  { path: "cell", domain: { values: ["rnn", "gru"] } },
  { path: "clip", domain: { values: [1, 5] }, when: { cell: ["rnn"] } },
  { path: "size", domain: { min: 8, max: 16, step: 8 } },
];

describe("a grid", () => {
  it("changes the last parameter first and leaves out what is not active", () => {
    assert.deepEqual([...gridAssignments(space)], [
      { cell: "rnn", clip: 1, size: 8 },
      { cell: "rnn", clip: 1, size: 16 },
      { cell: "rnn", clip: 5, size: 8 },
      { cell: "rnn", clip: 5, size: 16 },
      { cell: "gru", size: 8 },
      { cell: "gru", size: 16 },
    ]);
  });

  it("gives trial n combination n, and then no more", () => {
    const request = { space, seed: 1, goal: "minimize", history: [] } as const;
    const all = [...gridAssignments(space)];
    for (const [trial, expected] of all.entries()) {
      assert.deepEqual(sampleGrid({ ...request, trial }), expected);
    }
    assert.equal(sampleGrid({ ...request, trial: all.length }), "exhausted");
  });

  it("is counted up to a limit", () => {
    assert.equal(gridSize(space), 6);
    assert.equal(gridSize(space, 4), 5);
  });

  it("has the values that were written, without the digits that sums leave", () => {
    const values = gridValues({ path: "a", domain: { min: 0.1, max: 0.7, step: 0.1 } });
    assert.deepEqual(values, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
  });

  it("knows no values of a range without steps, but for one number", () => {
    assert.equal(gridValues({ path: "a", domain: { min: 0, max: 1 } }), undefined);
    assert.deepEqual(gridValues({ path: "a", domain: { min: 1, max: 1 } }), [1]);
  });
});
