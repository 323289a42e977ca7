import { elementIndex } from "../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { control } from "../plan/control.ts";
import { stageProgram } from "../plan/staging.ts";
import { smallPlan } from "./test_plans.ts";
import { endTurn, stageTurn, stagingFree, startNext, turnOver } from "./turn.ts";

const makeTurn = () => {
  const int32 = new Int32Array(new SharedArrayBuffer(smallPlan.bytes));
  const words = int32.subarray(elementIndex(smallPlan.control));
  return { plan: smallPlan, int32, words };
};
const stage = (turn: ReturnType<typeof makeTurn>, program: number): number => {
  stageProgram(turn.int32, turn.plan, program, false);
  return stageTurn(turn);
};
const started = ({ words }: ReturnType<typeof makeTurn>) => [
  words[control.generation],
  words[control.program],
];

describe("turns", () => {
  it("begin at once where nothing is under way, else with the end of the one before", async () => {
    const turn = makeTurn();
    // Waiting for a word of the memory alone keeps no program alive.
    const alive = setInterval(() => {}, 1000);
    assert.equal(stage(turn, 2), 1);
    assert.deepEqual(started(turn), [1, 2]);
    await stagingFree(turn.words);
    assert.equal(stage(turn, 1), 2);
    assert.deepEqual(started(turn), [1, 2]);
    let free = false;
    const waiting = stagingFree(turn.words).then(() => free = true);
    await Promise.resolve();
    assert.equal(free, false);
    endTurn(turn, 1);
    assert.deepEqual(started(turn), [2, 1]);
    await waiting;
    await turnOver(turn.words, 1);
    endTurn(turn, 2);
    await turnOver(turn.words, 2);
    assert.deepEqual(started(turn), [2, 1]);
    clearInterval(alive);
  });

  it("are started once, whoever asks", () => {
    const turn = makeTurn();
    assert.equal(startNext(turn, 0), false);
    Atomics.store(turn.words, control.staged, 1);
    assert.deepEqual([startNext(turn, 0), startNext(turn, 0)], [true, false]);
    assert.equal(startNext(turn, 1), false);
  });
});
