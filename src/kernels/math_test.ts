import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { cos, exp, log, pow } from "./math.ts";

/** Relative distance. */
function far(got: number, wanted: number): number {
  return got === wanted ? 0 : Math.abs(got - wanted) / Math.abs(wanted);
}

describe("math", () => {
  it("agrees with the runtime's functions to a unit or two in the last place", () => {
    for (let i = 1; i < 3000; i++) {
      const x = i * 0.0371;
      assert.ok(far(exp(x), Math.exp(x)) < 5e-16);
      assert.ok(far(exp(-x), Math.exp(-x)) < 5e-16);
      assert.ok(far(log(x), Math.log(x)) < 5e-16);
      assert.ok(far(pow(x, 1.7), Math.pow(x, 1.7)) < 5e-16);
      assert.ok(Math.abs(cos(x) - Math.cos(x)) < 3e-16);
    }
  });

  it("has fixed bits", () => {
    // the same numbers in every runtime, as runs are reproduced from them
    assert.equal(exp(1), 2.718281828459045);
    assert.equal(log(10), 2.302585092994046);
    assert.equal(cos(1), 0.5403023058681398);
    assert.equal(pow(0.999, 12345), 0.000004324661796025634);
  });

  it("has the usual limits", () => {
    assert.deepEqual([exp(-Infinity), exp(800), log(0), pow(2, -1)], [0, Infinity, -Infinity, 0.5]);
    assert.ok(Number.isNaN(log(-1)) && Number.isNaN(exp(NaN)));
  });
});
