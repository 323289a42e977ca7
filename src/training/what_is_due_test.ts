import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { type Due, type Periods, whatIsDue } from "./what_is_due.ts";

const steps = (count: number) => ({ count, unit: "steps" }) as const;
const epochs = (count: number) => ({ count, unit: "epochs" }) as const;

/** Periods that never come, but for those given. */
const periods = (given: Partial<Periods> = {}): Periods => ({
  line: steps(1e9),
  evaluation: undefined,
  checkpoint: steps(1e9),
  look: undefined,
  epochs: 1e9,
  pauseAfter: Infinity,
  everyNorm: false,
  ...given,
});

/** Names of what is due. */
const due = (
  at: readonly [step: number, epoch: number, epochEnd: boolean],
  given: Partial<Periods>,
) => {
  const [step, epoch, epochEnd] = at;
  const found = whatIsDue({ step, epoch, epochEnd }, periods(given));
  return (Object.keys(found) as (keyof Due)[]).filter((name) => found[name]);
};

describe("whatIsDue", () => {
  it("counts steps at their multiples wherever they fall", () => {
    const given = { line: steps(20) };
    assert.deepEqual(due([40, 0, false], given), ["line", "norm"]);
    assert.deepEqual(due([40, 1, true], given), ["line", "norm", "rest"]);
    assert.deepEqual(due([41, 1, false], given), []);
  });

  it("counts epochs at their ends only", () => {
    const given = { line: epochs(2) };
    assert.deepEqual(due([100, 2, true], given), ["line", "norm", "rest"]);
    assert.deepEqual(due([101, 2, false], given), []);
    assert.deepEqual(due([150, 3, true], given), ["rest"]);
  });

  it("lets the engine rest where something else wants it, but not for a line", () => {
    const at = [6, 0, false] as const;
    assert.deepEqual(due(at, { line: steps(3) }), ["line", "norm"]);
    assert.deepEqual(due(at, { evaluation: steps(3) }), ["evaluation", "norm", "rest"]);
    assert.deepEqual(due(at, { checkpoint: steps(3) }), ["checkpoint", "norm", "rest"]);
    assert.deepEqual(due(at, { look: steps(3) }), ["look", "rest"]);
    assert.deepEqual(due(at, { pauseAfter: 6 }), ["rest"]);
    assert.deepEqual(due(at, { pauseAfter: 7 }), []);
    assert.deepEqual(due([6, 1, true], {}), ["rest"]);
  });

  it("measures the gradient at the end and where every step does", () => {
    assert.deepEqual(due([6, 2, true], { epochs: 2 }), ["norm", "rest"]);
    assert.deepEqual(due([6, 1, false], { epochs: 2 }), []);
    assert.deepEqual(due([6, 1, false], { everyNorm: true }), ["norm"]);
  });

  it("has a look alone before the first step", () => {
    const all = { line: steps(1), evaluation: steps(1), checkpoint: epochs(1), look: epochs(1) };
    assert.deepEqual(due([0, 0, true], all), ["look", "rest"]);
    assert.deepEqual(due([0, 0, true], { look: steps(7) }), ["look", "rest"]);
  });
});
