import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import assert from "node:assert/strict";
import { type Conditions, filterRuns, needSettings } from "./filter_runs.ts";
import type { KeyedRun } from "./list_runs.ts";

const made = (run: string, change: Partial<KeyedRun>): KeyedRun => ({
  run,
  name: "small",
  status: "finished",
  epochs: 1,
  steps: 1,
  loss: null,
  perplexity: null,
  bitsPerToken: null,
  started: "2026-01-01T00:00:00Z",
  settings: { "model.cell": "gru", "training.optimizer.learningRate": 0.01, "tokenizer.kind": "w" },
  ...change,
});

const runs = [
  made("a", {}),
  made("b", { name: "small.x", status: "failed" }),
  made("c", { settings: { "model.cell": "lstm", "corpus.path": "a+b/*.txt" } }),
];

const found = (where: Conditions) =>
  Result.map(filterRuns(runs, where), (all) => all.map(({ run }) => run));

const meeting = (where: Conditions, expected: readonly string[]) =>
  assert.deepEqual(found(where), Result.succeed(expected));

describe("filterRuns", () => {
  it("keeps the runs that meet all conditions", () => {
    meeting({}, ["a", "b", "c"]);
    meeting({ name: "small" }, ["a", "c"]);
    meeting({ status: "failed" }, ["b"]);
    meeting({ "model.cell": "gru", status: "finished" }, ["a"]);
    meeting({ name: "none" }, []);
  });

  it("takes * for any text, other signs for themselves, and numbers as numbers", () => {
    meeting({ name: "small*" }, ["a", "b", "c"]);
    meeting({ name: "s*.x" }, ["b"]);
    meeting({ name: "small?x" }, []);
    meeting({ "corpus.path": "a+b*" }, ["c"]);
    meeting({ "training.optimizer.learningRate": "1e-2" }, ["a", "b"]);
    meeting({ "model.cell": "*" }, ["a", "b", "c"]);
    meeting({ "tokenizer.kind": "*" }, ["a", "b"]);
  });

  it("refuses a key that no run has, with the nearest one", () => {
    const message = (key: string) =>
      Result.match(found({ [key]: "x" }), {
        onFailure: (error) => error.message,
        onSuccess: String,
      });
    assert.equal(message("cell"), '--where: No run has a key "cell", did you mean "model.cell"?');
    assert.equal(
      message("modl.cell"),
      '--where: No run has a key "modl.cell", did you mean "model.cell"?',
    );
    assert.equal(message("toString"), '--where: No run has a key "toString"');
    assert.deepEqual(filterRuns([], { cell: "x" }), Result.succeed([]));
  });

  it("needs configs only for their keys", () => {
    assert.equal(needSettings({ name: "a", status: "b" }), false);
    assert.equal(needSettings({ "model.cell": "gru" }), true);
  });
});
