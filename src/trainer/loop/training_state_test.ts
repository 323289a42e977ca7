import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { rollbackTarget } from "./training_state.ts";

const target = (anchors: readonly number[], tried: number, diverged: number) =>
  rollbackTarget({ anchors, tried }, diverged);

describe("rollbackTarget", () => {
  it("is the newest checkpoint that was due, or the start", () => {
    assert.equal(target([10, 20], -1, 25), 20);
    assert.equal(target([], -1, 5), 0);
  });
  it("is the one before where training went back to the newest already", () => {
    assert.equal(target([10, 20], 20, 25), 10);
    assert.equal(target([20], 20, 25), 0);
    assert.equal(target([0, 10, 20], 0, 25), 20);
    assert.equal(target([0], 0, 5), 0, "the start may be tried again with a lower rate");
  });
  it("is the one before where the checkpoint's weights lead there whatever the rate", () => {
    assert.equal(target([10, 20], -1, 21), 10);
  });
  it("is nothing where the first weights do", () => {
    assert.equal(target([], -1, 1), undefined);
    assert.equal(target([0], 0, 1), undefined);
  });
});
