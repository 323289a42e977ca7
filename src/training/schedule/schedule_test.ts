import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Schema } from "effect";
import { initialScheduleState, ScheduleState } from "./schedule.ts";

describe("ScheduleState", () => {
  const decode = Schema.decodeUnknownSync(ScheduleState);

  it("goes through JSON unchanged", () => {
    const seen = { factor: 0.1 + 0.2, loss: 1 / 3, waited: 2, step: 400, epoch: 3 };
    for (const state of [initialScheduleState, seen]) {
      assert.deepEqual(decode(JSON.parse(JSON.stringify(state))), state);
    }
  });
  it("refuses what no schedule wrote", () => {
    assert.throws(() => decode({ ...initialScheduleState, factor: "1" }));
    assert.throws(() => decode({ ...initialScheduleState, loss: NaN }));
    assert.throws(() => decode({ ...initialScheduleState, step: 0.5 }));
  });
});
