import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { type MetricsLine, metricsLine, rollbackLine } from "./metrics_line.ts";
import { trainingTime } from "./training_time.ts";

const secondsOf = (lines: readonly MetricsLine[]): number | undefined => {
  const time = trainingTime();
  lines.forEach(time.add);
  return time.seconds();
};

const place = { step: 1, epoch: 1 } as const;
const train = (tokens: number, tokensPerSecond?: number) =>
  metricsLine({
    ...place,
    ...{ split: "train", tokens, loss: 1, learningRate: 1 },
    ...tokensPerSecond === undefined ? {} : { tokensPerSecond },
  });

describe("trainingTime", () => {
  it("adds the times of the training's lines, evaluations apart", () => {
    const valid = metricsLine({ ...place, split: "valid", tokens: 300, loss: 1 });
    const look = metricsLine({ ...place, split: "train", tokens: 300, loss: 1, note: "a look" });
    assert.equal(secondsOf([train(200, 100), valid, look, train(600, 50)]), 2 + 8);
  });

  it("goes on from where a rollback went to", () => {
    const back = rollbackLine({ ...place, tokens: 100, from: 9, rateFactor: 0.5, seen: "" });
    assert.equal(secondsOf([train(200, 100), back, train(300, 100)]), 2 + 2);
  });

  it("is not known without a speed", () => {
    assert.equal(secondsOf([]), undefined);
    assert.equal(secondsOf([train(100)]), undefined);
  });
});
