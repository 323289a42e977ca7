import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Result } from "effect";
import { checkSavedPlace } from "./check_saved_place.ts";
import type { TrainingState } from "../loop/training_state.ts";

const expected = { step: 25, perEpoch: 10, epochs: 3 };
const check = (step: number, epoch: number, batch: number) =>
  checkSavedPlace({ step, epoch, batch } as TrainingState, expected, "state.json");

describe("checkSavedPlace", () => {
  it("takes the place that the steps lead to, and no other", () => {
    assert.ok(Result.isSuccess(check(25, 2, 5)));
    for (const [step, epoch, batch] of [[24, 2, 4], [25, 1, 15], [25, 2, 6], [2 ** 53, 0, 0]]) {
      const refused = check(step!, epoch!, batch!);
      assert.ok(Result.isFailure(refused));
      assert.match(
        refused.failure.message,
        /^"state\.json" says step .*: expected step 25, with 10/,
      );
    }
  });
});
