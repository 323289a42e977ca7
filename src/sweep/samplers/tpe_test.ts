import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { sampleRandom } from "./random_search.ts";
import type { Assignment, Space } from "../space/space.ts";
import { goodTrials, sampleTpe } from "./tpe.ts";
import type { Trial } from "../trial.ts";

const space: Space = [
  { path: "kind", domain: { values: ["a", "b"] } },
  { path: "x", domain: { min: 0, max: 1 }, when: { kind: ["a"] } },
  { path: "n", domain: { min: 8, max: 64, step: 8 } },
];
const request = { space, seed: 5, goal: "minimize" } as const;

const values = (trial: number, history: readonly Trial[], seed = 5): Assignment => {
  const sampled = sampleTpe({ ...request, seed, trial, history });
  return sampled === "exhausted" ? assert.fail() : sampled;
};

const finished = (number: number, assignment: Assignment, objective: number): Trial => ({
  number,
  values: assignment,
  state: "finished",
  objective,
  rungs: [],
});

/** Random trials where only kind a and an x near 0.25 are good. */
const history = Array.from({ length: 40 }, (_, number) => {
  const assignment = sampleRandom({ ...request, trial: number, history: [] });
  if (assignment === "exhausted") return assert.fail();
  const x = assignment["x"];
  return finished(number, assignment, typeof x === "number" ? Math.abs(x - 0.25) : 1);
});

describe("TPE", () => {
  it("counts a tenth as good, at most 25", () => {
    assert.deepEqual([10, 11, 240, 300].map(goodTrials), [1, 2, 24, 25]);
  });

  it("draws as random search does until ten trials have told something", () => {
    const running: Trial[] = history.map((trial) => ({ ...trial, state: "running" }));
    const early = [...history.slice(0, 9), ...running.slice(9)];
    assert.deepEqual(values(40, early), sampleRandom({ ...request, trial: 40, history: [] }));
    assert.notDeepEqual(
      values(40, history.slice(0, 10)),
      sampleRandom({ ...request, trial: 40, history: [] }),
    );
  });

  it("depends on seed, number and history, and on nothing else", () => {
    assert.deepEqual(values(40, history), values(40, history));
    assert.notDeepEqual(values(40, history), values(41, history));
    assert.notDeepEqual(values(40, history), values(40, history, 6));
  });

  it("prefers what was good, and gives a condition's parameter only where it holds", () => {
    const drawn = Array.from({ length: 60 }, (_, i) => values(40 + i, history));
    const good = drawn.filter(({ kind }) => kind === "a");
    assert(good.length > 45, `${good.length}`);
    assert(drawn.every((one) => ("x" in one) === (one["kind"] === "a")));
    const near = good.filter(({ x }) => Math.abs(Number(x) - 0.25) < 0.15);
    assert(near.length > good.length * 0.7, `${near.length} of ${good.length}`);
    assert(drawn.every(({ n }) => typeof n === "number" && n % 8 === 0 && n >= 8 && n <= 64));
  });

  it("keeps away from trials under way (constant liar)", () => {
    const best = values(40, history);
    const crowd: Trial[] = Array.from({ length: 30 }, (_, i) => ({
      number: 40 + i,
      values: best,
      state: "running",
      rungs: [],
    }));
    const distance = (others: readonly Trial[]) => {
      const drawn = Array.from({ length: 40 }, (_, i) => values(100 + i, others))
        .filter((one) => "x" in one)
        .map(({ x }) => Math.abs(Number(x) - Number(best["x"])));
      return drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    };
    assert(distance([...history, ...crowd]) > 1.5 * distance(history));
  });

  it("passes over values that a changed space no longer holds", () => {
    const narrower: Space = [
      { path: "kind", domain: { values: ["b", "c"] } },
      { path: "n", domain: { min: 8, max: 16, step: 8 } },
    ];
    for (let trial = 40; trial < 60; trial++) {
      const sampled = sampleTpe({ ...request, space: narrower, trial, history });
      assert(sampled !== "exhausted");
      assert(["b", "c"].includes(String(sampled["kind"])));
      assert([8, 16].includes(Number(sampled["n"])));
    }
  });
});
