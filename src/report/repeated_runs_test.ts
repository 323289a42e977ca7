import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { repeatedRuns, welch } from "./repeated_runs.ts";
import type { RunView } from "./run_view.ts";
import { madeManifest } from "./test_views.ts";

const run = (hidden: number, seed: number, best: number | null): RunView => ({
  directory: `runs/${hidden}-${seed}`,
  manifest: madeManifest({ seed, outcome: { status: "finished", steps: 1, epochs: 1, best } }),
  config: "",
  settings: { name: `h${hidden}`, seed, "model.hidden": hidden },
  lines: [],
  trainingSeconds: undefined,
});

describe("runs that were repeated", () => {
  it("are taken together by all but their seeds and names", () => {
    const [wide, narrow, ...others] = repeatedRuns([
      run(8, 1, 3),
      run(16, 1, 2),
      run(8, 2, 5),
      run(16, 2, 2.5),
      run(16, 3, null),
      run(32, 1, 1),
    ]);
    assert.deepEqual(wide, { members: [1, 3], mean: 2.25, error: 0.25 });
    assert.deepEqual(narrow, { members: [0, 2], mean: 4, error: 1 });
    assert.deepEqual(others, []);
    assert.equal(welch(wide!, narrow!), 1.75 / Math.hypot(0.25, 1));
  });
});
