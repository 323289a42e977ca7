import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import type { CurvePoint } from "../folder/watched_run.ts";
import { curveTable } from "./curve_table.ts";

const train = (step: number, loss: number | null): CurvePoint => ({
  step,
  epoch: 1,
  tokens: step * 3600,
  split: "train",
  loss,
  tokensPerSecond: 2,
});

const valid = (step: number, loss: number): CurvePoint => ({
  step,
  epoch: 1,
  tokens: step * 3600,
  split: "valid",
  loss,
});

describe("curve table", () => {
  it("lays training and validation along the steps", () => {
    const points = [train(1, 3), train(2, 2), valid(2, 2.5), train(3, null), train(4, 1)];
    assert.deepEqual(curveTable(points, "step", "loss"), {
      places: [1, 2, 4],
      train: [3, 2, 1],
      valid: [null, 2.5, null],
    });
  });

  it("knows hours by the speed, and the share of an epoch by its tokens", () => {
    const points = [train(1, 3), valid(1, 3), train(3, 2)];
    assert.deepEqual(curveTable(points, "hours", "loss").places, [0.5, 1.5]);
    assert.deepEqual(
      curveTable(points, "epoch", "loss", { epochTokens: 7200 }).places,
      [0.5, 1.5],
    );
    assert.deepEqual(curveTable(points, "epoch", "loss").places, [1]);
  });

  it("tells the loss in bits and as perplexity", () => {
    const points = [train(1, Math.LN2 * 3)];
    assert.deepEqual(curveTable(points, "step", "bits").train, [3]);
    assert.ok(Math.abs(curveTable(points, "step", "perplexity").train[0]! - 8) < 1e-12);
  });

  it("smooths the training curve only, its first values in full", () => {
    const points = [train(1, 4), train(2, 2), valid(1, 9), valid(2, 1)];
    const table = curveTable(points, "step", "loss", { smoothing: 0.5 });
    assert.deepEqual(table.train, [4, (0.5 * 2 + 0.5 * 2) / 0.75]);
    assert.deepEqual(table.valid, [9, 1]);
  });
});
