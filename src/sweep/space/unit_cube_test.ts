import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import type { Parameter } from "./space.ts";
import { unitPoint } from "./unit_cube.ts";

const point = (domain: Parameter["domain"], value: string | number, when?: Parameter["when"]) =>
  unitPoint([{ path: "a", domain, ...when ? { when } : {} }], { a: value })[0];

describe("unitPoint", () => {
  it("gives listed values and steps cells of equal size", () => {
    assert.equal(point({ values: ["a", "b"] }, "b"), 0.75);
    assert.equal(point({ min: 8, max: 32, step: 8 }, 16), 0.375);
    assert.equal(point({ min: 1, max: 2, integer: true }, 1), 0.25);
  });

  it("goes from end to end of a range, by its scale", () => {
    assert.equal(point({ min: 2, max: 4 }, 3), 0.5);
    assert(Math.abs(point({ min: 1e-4, max: 1e-2, scale: "log" }, 1e-3)! - 0.5) < 1e-12);
    assert.equal(point({ min: 3, max: 3 }, 3), 0.5);
  });

  it("has a place for a parameter that is not active", () => {
    const when = { b: [1] };
    const inactive = (domain: Parameter["domain"]) => unitPoint([{ path: "a", domain, when }], {});
    assert.deepEqual(inactive({ values: [1] }), [0.75]);
    assert.deepEqual(inactive({ min: 1, max: 9 }), [0.5]);
    assert.equal(point({ values: [1] }, 1, when), 0.25);
  });
});
