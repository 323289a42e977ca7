import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { longerTraining } from "./longer_training.ts";

describe("longerTraining", () => {
  const flags = (epochs: number, done: number, schedule = "constant") =>
    longerTraining({ epochs, done, schedule })?.join(" ");
  it("is twice as long, and not short", () => {
    assert.equal(flags(8, 8), "--set training.epochs=16");
    assert.equal(flags(3, 3), "--set training.epochs=10");
  });
  it("goes on where it stopped early", () => {
    assert.equal(flags(8, 5), "--set training.stop=none");
  });
  it("is none where the schedule spans the whole training", () => {
    assert.equal(flags(8, 8, "cosine"), undefined);
  });
});
