import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { importances, leastTrials } from "./importance.ts";
import { sampleRandom } from "../samplers/random_search.ts";
import type { Assignment, Space } from "../space/space.ts";

/** Shares for a function, from random trials. */
function shares(space: Space, result: (values: Assignment) => number, count = 200) {
  const trials = Array.from({ length: count }, (_, trial) => {
    const values = sampleRandom({ space, seed: 1, goal: "minimize", trial, history: [] });
    return values === "exhausted" ? assert.fail() : { values, result: result(values) };
  });
  return Object.fromEntries(importances(space, trials).map(({ path, share }) => [path, share]));
}

const uniform: Space = ["x", "y", "z"].map((path) => ({ path, domain: { min: 0, max: 1 } }));
const near = (actual: number | undefined, expected: number, tolerance = 0.08) =>
  assert(Math.abs(actual! - expected) < tolerance, `${actual}, expected ${expected}`);

describe("importances", () => {
  it("are the shares of the variance that a sum's terms have", () => {
    // Variances of 3x and y are in the proportion 9 to 1.
    const { x, y, z } = shares(uniform, (values) => 3 * Number(values["x"]) + Number(values["y"]));
    near(x, 0.9);
    near(y, 0.1);
    near(z, 0);
  });

  it("leave to no parameter what only two of them do together", () => {
    // (x − ½)(y − ½) has no main effects.
    const { x, y } = shares(
      uniform.slice(0, 2),
      (values) => (Number(values["x"]) - 0.5) * (Number(values["y"]) - 0.5),
    );
    assert(x! + y! < 0.4, `${x} and ${y}`);
  });

  it("know listed values and log scales", () => {
    const space: Space = [
      { path: "kind", domain: { values: ["a", "b", "c"] } },
      { path: "rate", domain: { min: 1e-4, max: 1, scale: "log" } },
    ];
    const { kind, rate } = shares(
      space,
      ({ kind, rate }) => (kind === "b" ? 1 : 0) + 0 * Number(rate),
    );
    near(kind, 1, 0.01);
    near(rate, 0, 0.01);
    const logarithm = shares(space, (values) => Math.log(Number(values["rate"])));
    near(logarithm["rate"], 1, 0.03);
  });

  it("end soon, however many trials there are", () => {
    const space = Array.from({ length: 100 }, (_, i) => ({
      path: `p${i}`,
      domain: { min: 0, max: 1 },
    }));
    const trials = Array.from({ length: 3000 }, (_, trial) => ({
      values: Object.fromEntries(
        space.map(({ path }, i) => [path, ((trial + 1) * (i + 7)) % 97 / 97]),
      ),
      result: Math.sin(trial),
    }));
    assert.equal(importances(space, trials).length, 100);
  });

  it("come the greatest first, and the same each time", () => {
    const trials = Array.from({ length: 20 }, (_, i) => ({
      values: { x: i * 7 % 20 / 20, y: i / 20, z: 0.5 },
      result: i,
    }));
    const order = importances(uniform, trials);
    assert.equal(order[0]!.path, "y");
    assert.deepEqual(importances(uniform, trials), order);
  });

  it("say nothing of few trials, or of equal ones", () => {
    const trial = { values: { x: 0.5, y: 0.5, z: 0.5 }, result: 1 };
    assert.deepEqual(importances(uniform, new Array(leastTrials - 1).fill(trial)), []);
    assert.deepEqual(importances(uniform, new Array(leastTrials).fill(trial)), []);
  });
});
