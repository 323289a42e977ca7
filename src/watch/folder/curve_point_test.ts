import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { metricsLine } from "../../training/metrics/metrics_line.ts";
import { curvePoint } from "./curve_point.ts";

describe("curve point", () => {
  it("keeps what is drawn of a line", () => {
    const line = metricsLine({
      step: 20,
      epoch: 1,
      tokens: 640,
      split: "train",
      loss: 4.5,
      gradientNorm: 0.25,
      learningRate: 0.002,
      tokensPerSecond: 9000,
    });
    assert.deepEqual(curvePoint(JSON.stringify(line)), {
      step: 20,
      epoch: 1,
      tokens: 640,
      split: "train",
      loss: 4.5,
      gradientNorm: 0.25,
      learningRate: 0.002,
      tokensPerSecond: 9000,
    });
  });

  it("keeps a loss that is no number as a gap", () => {
    const line = metricsLine({ step: 1, epoch: 1, tokens: 9, split: "valid", loss: NaN });
    assert.equal(curvePoint(JSON.stringify(line))?.loss, null);
  });

  it("finds none in a rollback, in half a line and in what is no line", () => {
    const rollback = { step: 1, epoch: 1, tokens: 9, split: "train", loss: null, rateFactor: 0.5 };
    const others = ['{"step":1,"epo', "null", "[]", '"train"', '{"split":"train"}'];
    for (const line of [JSON.stringify(rollback), ...others]) {
      assert.equal(curvePoint(line), undefined, line);
    }
  });
});
