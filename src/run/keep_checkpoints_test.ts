import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { keepCheckpoints } from "./keep_checkpoints.ts";
import type { CheckpointEntry } from "./manifest.ts";
import { testManifest } from "./test_support.ts";

const file = { bytes: 0, sha256: "" };
const entryOf = (step: number): CheckpointEntry => ({
  name: `step-${step}`,
  step,
  metric: null,
  files: { "model.safetensors": file, "optimizer.safetensors": file, "state.json": file },
});

describe("keepCheckpoints", () => {
  it("keeps the newest, best and last, in order, and drops all others", () => {
    fc.assert(fc.property(
      fc.uniqueArray(fc.nat(50), { minLength: 1 }).map((steps) => steps.sort((a, b) => a - b)),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (steps, choice, keep) => {
        const best = steps[choice % steps.length]!;
        const kept = keepCheckpoints({
          ...testManifest(),
          checkpoints: steps.map(entryOf),
          best: `step-${best}`,
          last: `step-${steps.at(-1)}`,
        }, keep).checkpoints.map(({ step }) => step);
        const newest = steps.slice(-keep);
        assert.deepEqual(kept, newest.includes(best) ? newest : [best, ...newest]);
      },
    ));
  });
});
