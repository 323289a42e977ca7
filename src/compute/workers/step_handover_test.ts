import { elementIndex } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { control } from "../plan/control.ts";
import { stageProgram } from "../step/staging.ts";
import { smallPlan } from "./test_plans.ts";
import { endStep, stageStep, stagingFree, startNext, stepOver } from "./step_handover.ts";

const makeTurn = () => {
  const int32 = new Int32Array(new SharedArrayBuffer(smallPlan.bytes));
  const words = int32.subarray(elementIndex(smallPlan.control));
  return { plan: smallPlan, int32, words };
};
const stage = (handover: ReturnType<typeof makeTurn>, program: number): number => {
  stageProgram(handover.int32, handover.plan, program, false);
  return stageStep(handover);
};
const started = ({ words }: ReturnType<typeof makeTurn>) => [
  words[control.generation],
  words[control.program],
];

describe("turns", () => {
  it("begin at once where nothing is under way, else with the end of the one before", async () => {
    const handover = makeTurn();
    // Waiting for a word of the memory alone keeps no program alive.
    const alive = setInterval(() => {}, 1000);
    assert.equal(stage(handover, 2), 1);
    assert.deepEqual(started(handover), [1, 2]);
    await stagingFree(handover.words);
    assert.equal(stage(handover, 1), 2);
    assert.deepEqual(started(handover), [1, 2]);
    let free = false;
    const waiting = stagingFree(handover.words).then(() => free = true);
    await Promise.resolve();
    assert.equal(free, false);
    endStep(handover, 1);
    assert.deepEqual(started(handover), [2, 1]);
    await waiting;
    await stepOver(handover.words, 1);
    endStep(handover, 2);
    await stepOver(handover.words, 2);
    assert.deepEqual(started(handover), [2, 1]);
    clearInterval(alive);
  });

  it("are started once, whoever asks", () => {
    const handover = makeTurn();
    assert.equal(startNext(handover, 0), false);
    Atomics.store(handover.words, control.staged, 1);
    assert.deepEqual([startNext(handover, 0), startNext(handover, 0)], [true, false]);
    assert.equal(startNext(handover, 1), false);
  });
});
