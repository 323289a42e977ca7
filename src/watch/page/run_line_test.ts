import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import type { CurvePoint, WatchedRun } from "../folder/watched_run.ts";
import { runLine } from "./run_line.ts";

const run: WatchedRun = {
  kind: "run",
  name: "small",
  status: "running",
  started: "2026-01-01T00:00:00.000Z",
  steps: 1200,
  epochs: 10,
  tokens: 1_000_000,
  loss: 4.1234,
  settings: {},
};

const last: CurvePoint = {
  step: 1200,
  epoch: 3,
  tokens: 280_000,
  split: "train",
  loss: 4,
  tokensPerSecond: 1000,
};

describe("run line", () => {
  it("says how far a run is, how fast and for how long still", () => {
    assert.equal(
      runLine(run, last),
      "running · loss 4.123 · epoch 3 of 10 · 1,000 tokens/s · 12 min left",
    );
    assert.match(runLine(run, { ...last, tokens: 990_000 }), /under a minute left$/);
    assert.match(runLine({ ...run, tokens: 1e9 }, last), /277\.7 h left$/);
  });

  it("says only what is known", () => {
    const { tokensPerSecond: _, ...slow } = last;
    assert.equal(
      runLine({ ...run, loss: null, epochs: undefined, tokens: undefined }, slow),
      "running · epoch 3",
    );
    assert.equal(runLine({ ...run, status: "paused" }, last), "paused · loss 4.123 · 1,200 steps");
  });
});
