import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { type TaskRecord, viewTrial } from "./trial_record.ts";

const task = (rung: number, over: Partial<TaskRecord> = {}): TaskRecord => ({
  trial: 3,
  rung,
  repeat: 0,
  claimed: true,
  attempts: 1,
  run: `runs/a-${over.repeat ?? 0}`,
  step: null,
  started: 1,
  ended: null,
  value: null,
  seconds: null,
  failure: null,
  ...over,
});
const ended = (rung: number, value: number, over: Partial<TaskRecord> = {}) =>
  task(rung, { ended: 10 + rung, value, seconds: 1, ...over });

const view = (tasks: readonly TaskRecord[], pruned = false) =>
  viewTrial({ number: 3, values: { x: 1 }, pruned, started: 1, tasks }, 1);

describe("viewTrial", () => {
  it("tells states by tasks", () => {
    assert.equal(view([task(0, { claimed: false })]).state, "waiting");
    assert.equal(view([task(0)]).state, "running");
    assert.equal(view([ended(0, 2)]).state, "paused");
    assert.equal(view([ended(0, 2), task(1, { claimed: false })]).state, "waiting");
    assert.equal(view([ended(0, 2), ended(1, 1)]).state, "finished");
    assert.equal(view([ended(0, 2)], true).state, "pruned");
    const failed = view([ended(0, 2), task(1, { ended: 12, failure: "No" })]);
    assert.deepEqual([failed.state, failed.failure, failed.objective], ["failed", "No", undefined]);
  });

  it("counts a rung once all repetitions are there, and their mean", () => {
    const second = { repeat: 1 };
    const partly = view([ended(0, 2), ended(0, 4, second), ended(1, 1), task(1, second)]);
    assert.deepEqual(partly.rungs, [{ rung: 0, value: 3 }]);
    const whole = view([ended(0, 2), ended(0, 4, second), ended(1, 1), ended(1, 2, second)]);
    assert.deepEqual(
      [whole.objective, whole.spread, whole.runs, whole.ended],
      [1.5, Math.SQRT1_2, ["runs/a-0", "runs/a-1"], 11],
    );
  });
});
