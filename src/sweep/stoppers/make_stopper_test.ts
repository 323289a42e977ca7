import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import assert from "node:assert/strict";
import { decode } from "../../config/decode.ts";
import { SweepStopConfig } from "../schema.ts";
import { makeStopper, stopUnit } from "./make_stopper.ts";

const stop = (config: unknown): SweepStopConfig => {
  const decoded = decode(SweepStopConfig, config);
  return Result.isSuccess(decoded) ? decoded.success : assert.fail();
};

describe("makeStopper", () => {
  it("trains whole trials where nothing stops them", () => {
    for (const config of ["none", { kind: "none" }]) {
      const { rungs, next } = makeStopper(stop(config), "minimize", 5);
      assert.deepEqual(rungs, [5]);
      const running = { number: 0, values: {}, state: "running", rungs: [] } as const;
      assert.deepEqual(next([], true), { kind: "new" });
      assert.deepEqual(next([running], false), { kind: "wait" });
      assert.deepEqual(next([{ ...running, state: "failed" }], false), { kind: "done" });
    }
  });

  it("takes rungs from the grace, in its unit", () => {
    const asha = stop({ kind: "asha", grace: "200 steps", reduction: 2 });
    assert.equal(stopUnit(asha), "steps");
    assert.deepEqual(makeStopper(asha, "minimize", 1000).rungs, [200, 400, 800, 1000]);
    const median = stop({ kind: "median", grace: "2 epochs" });
    assert.equal(stopUnit(median), "epochs");
    assert.deepEqual(makeStopper(median, "minimize", 5).rungs, [2, 4, 5]);
    assert.equal(stopUnit("none"), "epochs");
  });
});
