import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { playAsha } from "./asha.ts";

describe("playAsha", () => {
  it("finds the best of trials that stay in their order, with a share of the epochs", () => {
    const curves = Array.from(
      { length: 27 },
      (_, trial) => Array.from({ length: 9 }, (_, epoch) => ((trial * 11) % 27) + 1 / (epoch + 1)),
    );
    const { loss, steps } = playAsha(curves);
    assert.equal(loss, 1 / 9);
    assert(steps > 27 / 243 && steps < 0.5, `${steps}`);
  });
});
