import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { modelForTest } from "../units/test_model.ts";
import { tokenWork } from "./token_work.ts";

describe("tokenWork", () => {
  it("counts two operations a multiply-add, once forward and twice back", () => {
    const model = modelForTest("rnn", { embedding: 8, hidden: 16 }, 1000);
    const size = 8 * 16 + 16 * 16 + 1000 * 16;
    assert.deepEqual(tokenWork(model), { forward: 2 * size, training: 6 * size });
  });

  it("finds nothing to multiply in a look-up", () => {
    const model = modelForTest("rnn", { embedding: "none", hidden: 16 }, 1000);
    assert.equal(tokenWork(model).forward, 2 * (16 * 16 + 1000 * 16));
  });
});
