import { elementIndex } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { compile } from "../compile/compile.ts";
import { modelForTest } from "../units/test_model.ts";
import { carriedLane } from "./carried_lane.ts";

const plan = compile(modelForTest("lstm", { layers: 2 }), {
  capacity: { rows: 5, tokens: 20, steps: 4 },
  slots: 0,
  gemm: "blas",
  workers: 1,
});
const states = (rows: number, first: number) =>
  [0, 1].map((layer) =>
    [0, 1].map((state) =>
      Float64Array.from({ length: 3 * rows }, (_, i) => first + 100 * layer + 50 * state + i)
    )
  );

describe("carriedLane", () => {
  it("gives back what was written, and nothing before or after undefined", () => {
    const lane = carriedLane(plan, new Float32Array(plan.bytes / 4), 0);
    assert.deepEqual([lane.read(), lane.rows()], [undefined, 0]);
    lane.write(states(4, 7));
    assert.deepEqual([lane.read(), lane.rows()], [states(4, 7), 4]);
    lane.write(undefined);
    assert.deepEqual([lane.read(), lane.rows()], [undefined, 0]);
  });

  it("keeps training's states from evaluation's", () => {
    const memory = new Float32Array(plan.bytes / 4);
    const [training, evaluation] = [carriedLane(plan, memory, 0), carriedLane(plan, memory, 1)];
    training.write(states(5, 1));
    evaluation.write(states(2, 1000));
    assert.deepEqual(training.read(), states(5, 1));
    assert.deepEqual(evaluation.read(), states(2, 1000));
  });

  it("reads rows where a batch left them, and puts them where the next looks", () => {
    const memory = new Float32Array(plan.bytes / 4);
    const lane = carriedLane(plan, memory, 0);
    const place = elementIndex(plan.carried[0]![0]!.pointers[0]);
    memory.set([10, 11, 12, 20, 21, 22, 30, 31, 32], place);
    lane.leave([2, 0, 1]);
    assert.deepEqual(Array.from(lane.read()![0]![0]!), [20, 21, 22, 30, 31, 32, 10, 11, 12]);
    lane.arrange([1, 2, 0]);
    assert.deepEqual(
      Array.from(memory.subarray(place, place + 9)),
      [30, 31, 32, 10, 11, 12, 20, 21, 22],
    );
    assert.deepEqual(Array.from(lane.read()![0]![0]!), [20, 21, 22, 30, 31, 32, 10, 11, 12]);
  });
});
