import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { describeDivergence, Diverged, divergence, TrainingDiverged } from "./divergence.ts";

const numbers = {
  step: 120,
  loss: 4.5,
  learningRate: 5,
  gradientNorm: 2,
};

const messageOf = (seen: Partial<typeof numbers>) =>
  describeDivergence(divergence({ ...numbers, ...seen })!, undefined);

describe("divergence", () => {
  it("is nothing while the numbers are finite", () => {
    assert.equal(divergence(numbers), undefined);
  });
  it("names what was seen", () => {
    const diverged = divergence({ ...numbers, loss: NaN, gradientNorm: Infinity });
    assert.ok(diverged instanceof Diverged);
    assert.equal(diverged.seen, "loss is NaN");
  });
  it("sees a gradient norm that is not finite under a finite loss", () => {
    assert.match(messageOf({ gradientNorm: NaN }), /^gradient norm is NaN at step 120/);
  });
  it("sees weights that an update made infinite", () => {
    assert.equal(divergence({ ...numbers, weightsOverflow: true })!.seen, "weights are not finite");
    assert.equal(divergence({ ...numbers, weightsOverflow: false }), undefined);
  });
  it("sees what the optimizer remembers, and a loss that has exploded: no gate is to blame", () => {
    for (const found of [{ slot: '"v" is Infinity' }, { explosion: "loss is over 80" }]) {
      const diverged = divergence({ ...numbers, ...found })!;
      assert.equal(diverged.seen, Object.values(found)[0]);
      assert.equal(diverged.hasGate, false);
      assert.equal(divergence({ ...numbers, ...found, loss: NaN })!.hasGate, true);
    }
    assert.equal(divergence({ ...numbers, slot: undefined, explosion: undefined }), undefined);
  });
  it("goes without a gradient norm", () => {
    const unknown = { ...numbers, gradientNorm: undefined };
    assert.equal(divergence(unknown), undefined);
    const diverged = divergence({ ...unknown, loss: NaN })!;
    assert.match(describeDivergence(diverged, undefined), /gradient norm unknown\)$/);
  });
});

describe("TrainingDiverged", () => {
  const diverged = divergence({ ...numbers, loss: NaN, gradientNorm: Infinity })!;
  const report = { origin: "gate", checkpoint: "step-00000100", amid: true, rollbacks: 0 };
  const messageOf = (told: Omit<ConstructorParameters<typeof TrainingDiverged>[0], "cause">) =>
    new TrainingDiverged({ cause: diverged, ...told }).message;

  it("has the numbers, where they came from, and the last good checkpoint", () => {
    const message = messageOf(report);
    assert.match(message, /loss is NaN at step 120/);
    assert.match(message, /learning rate 5, .*gradient norm Infinity\); gate; /);
    assert.match(message, /the last good checkpoint is "step-00000100"; a lower/);
  });
  it("says when there is no checkpoint, and how often training went back", () => {
    const none = { ...report, checkpoint: undefined };
    assert.match(
      messageOf({ ...none, amid: true }),
      /; no checkpoint was written before the explosion; a lower/,
    );
    const message = messageOf({
      origin: undefined,
      checkpoint: undefined,
      amid: false,
      rollbacks: 8,
    });
    assert.match(
      message,
      /Infinity\); no checkpoint was written before it; .* went back 8 times already; a lower/,
    );
  });
});
