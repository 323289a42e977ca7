import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import fc from "fast-check";
import { ashaRungs, ashaStopper } from "./asha.ts";
import { simulate } from "../test_simulation.ts";
import type { Trial } from "../trial.ts";

const settings = { grace: 1, reduction: 3, goal: "minimize", full: 9 } as const;

describe("ashaRungs", () => {
  it("multiplies the grace until full length", () => {
    assert.deepEqual(ashaRungs(1, 3, 9), [1, 3, 9]);
    assert.deepEqual(ashaRungs(1, 3, 10), [1, 3, 9, 10]);
    assert.deepEqual(ashaRungs(2, 2, 5), [2, 4, 5]);
    assert.deepEqual(ashaRungs(9, 3, 9), [9]);
  });
});

describe("asynchronous successive halving", () => {
  it("promotes from the highest rung down, as published", () => {
    // Trial n is the better the greater n is: each third trial of a rung is promoted at once.
    const { log } = simulate(ashaStopper(settings), 9, (trial) => -trial);
    assert.deepEqual(log, [
      "new 0",
      "new 1",
      "new 2",
      "2 to rung 1",
      "new 3",
      "3 to rung 1",
      "new 4",
      "4 to rung 1",
      "4 to rung 2",
      "new 5",
      "5 to rung 1",
      "5 to rung 2",
      "new 6",
      "6 to rung 1",
      "6 to rung 2",
      "new 7",
      "7 to rung 1",
      "7 to rung 2",
      "new 8",
      "8 to rung 1",
      "8 to rung 2",
    ]);
  });

  it("costs a third of a grid at best: 27 trials, the best first", () => {
    const { log, trials, trained } = simulate(ashaStopper(settings), 27, (trial) => trial);
    const reached = [0, 1, 2].map((rung) =>
      trials.filter(({ rungs }) => rungs.length > rung).map(({ number }) => number)
    );
    assert.deepEqual(reached.map(({ length }) => length), [27, 9, 3]);
    assert.deepEqual(reached[2], [0, 1, 2]);
    assert.equal(trained, 27 + 9 * 2 + 3 * 6);
    assert.equal(log.length, 27 + 9 + 3);
    assert.deepEqual(trials.map(({ state }) => state), [
      ...new Array(3).fill("finished"),
      ...new Array(24).fill("pruned"),
    ]);
  });

  it("turns round what is maximized", () => {
    const stopper = ashaStopper({ ...settings, goal: "maximize" });
    const { trials } = simulate(stopper, 9, (trial) => -trial);
    assert.deepEqual(trials.filter(({ state }) => state === "finished").map((t) => t.number), [0]);
  });

  it("takes the best of too few trials to full length", () => {
    const { log, trials } = simulate(ashaStopper(settings), 2, (trial) => -trial);
    assert.deepEqual(log, ["new 0", "new 1", "1 to rung 1", "1 to rung 2"]);
    assert.deepEqual(trials.map(({ state }) => state), ["pruned", "finished"]);
  });

  it("promotes no failed trial, and counts it where it was", () => {
    const at = (number: number, state: Trial["state"], value: number): Trial => ({
      number,
      values: {},
      state,
      rungs: [{ rung: 0, value }],
    });
    const { next } = ashaStopper(settings);
    const three = [at(0, "failed", 1), at(1, "paused", 2), at(2, "paused", 3)];
    assert.deepEqual(next(three, true), { kind: "new" });
    const six = [...three, at(3, "paused", 4), at(4, "paused", 5), at(5, "paused", 6)];
    assert.deepEqual(next(six, true), { kind: "continue", trial: 1, rung: 1 });
  });

  it("waits for trials in flight before it gives any up", () => {
    const paused: Trial = {
      number: 0,
      values: {},
      state: "paused",
      rungs: [{ rung: 0, value: 1 }],
    };
    const running: Trial = { number: 1, values: {}, state: "running", rungs: [] };
    assert.deepEqual(ashaStopper(settings).next([paused, running], false), { kind: "wait" });
  });

  it("keeps its laws for any results, limits and workers", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 2, max: 4 }),
        (values, workers, reduction) => {
          const stopper = ashaStopper({ ...settings, reduction });
          const { trials } = simulate(
            stopper,
            values.length,
            (trial, length) => values[trial]! + (trial * 7 % 5) / length,
            workers,
          );
          assert.equal(trials.length, values.length);
          assert(trials.every(({ state }) => state === "finished" || state === "pruned"));
          assert(trials.some(({ state }) => state === "finished"));
          for (let rung = 1; rung < stopper.rungs.length; rung++) {
            const here = trials.filter(({ rungs }) => rungs.length > rung).length;
            const below = trials.filter(({ rungs }) => rungs.length >= rung).length;
            // An early promotion may be overtaken later, so more than a share can go on, never all.
            assert(here <= below);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
