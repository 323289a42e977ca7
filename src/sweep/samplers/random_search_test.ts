import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { sampleRandom } from "./random_search.ts";
import type { Parameter, Range, Scalar, Space } from "../space/space.ts";
import { isActive } from "../space/space.ts";

/** Draws of one parameter over many trials. */
function draws(domain: Parameter["domain"], count: number, seed = 1): Scalar[] {
  const space = [{ path: "a", domain }];
  return Array.from({ length: count }, (_, trial) => {
    const values = sampleRandom({ space, seed, goal: "minimize", trial, history: [] });
    return values === "exhausted" ? assert.fail() : values["a"]!;
  });
}

const counted = (values: readonly Scalar[]) =>
  values.reduce((counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1), new Map());

describe("random search", () => {
  it("draws listed values, steps and whole numbers evenly, ends included", () => {
    const domains: Parameter["domain"][] = [
      { values: ["a", "b", "c", "d"] },
      { min: 0.1, max: 0.4, step: 0.1 },
      { min: 3, max: 6, integer: true },
    ];
    for (const domain of domains) {
      const counts = counted(draws(domain, 2000));
      assert.equal(counts.size, 4);
      // Four standard deviations of a binomial count are 77.
      for (const count of counts.values()) assert(Math.abs(count - 500) < 78, `${count}`);
    }
  });

  it("draws logarithms evenly on a log scale", () => {
    const values = draws({ min: 1e-4, max: 1, scale: "log" }, 2000) as number[];
    const quarters = [1e-3, 1e-2, 1e-1].map((bound) => values.filter((x) => x < bound).length);
    for (const [i, count] of quarters.entries()) {
      assert(Math.abs(count - 500 * (i + 1)) < 90, `${quarters}`);
    }
  });

  it("gives every value of a short range of whole numbers on a log scale", () => {
    const counts = counted(draws({ min: 1, max: 4, scale: "log", integer: true }, 500));
    assert.deepEqual([...counts.keys()].sort(), [1, 2, 3, 4]);
    assert(counts.get(1)! > counts.get(4)!);
  });

  it("stays within any range and is short to write", () => {
    fc.assert(fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      fc.nat(1000),
      (min, width, seed) => {
        const range: Range = { min, max: min + width };
        for (const value of draws(range, 5, seed) as number[]) {
          assert(value >= range.min && value <= range.max);
        }
      },
    ));
    assert(draws({ min: 0, max: 1 }, 100).every((x) => String(x).length <= 12));
  });

  it("tells apart values of a range that is narrow for its size", () => {
    const values = new Set(draws({ min: 1e6, max: 1e6 + 1 }, 50));
    assert.equal(values.size, 50);
    const logs = new Set(draws({ min: 1, max: 1.0001, scale: "log" }, 50));
    assert.equal(logs.size, 50);
  });

  it("gives a parameter the same value whatever stands beside it, and none when not active", () => {
    const one: Space = [{ path: "b", domain: { min: 0, max: 1 } }];
    const two: Space = [
      { path: "a", domain: { values: [1, 2] } },
      ...one,
      { path: "c", domain: { min: 0, max: 1 }, when: { a: [1] } },
    ];
    const request = { seed: 3, goal: "minimize", history: [] } as const;
    for (let trial = 0; trial < 20; trial++) {
      const alone = sampleRandom({ ...request, space: one, trial });
      const beside = sampleRandom({ ...request, space: two, trial });
      assert(alone !== "exhausted" && beside !== "exhausted");
      assert.equal(alone["b"], beside["b"]);
      assert.equal("c" in beside, beside["a"] === 1);
      assert.equal(isActive(two[2]!, beside), beside["a"] === 1);
    }
  });
});
