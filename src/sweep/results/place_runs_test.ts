import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { effect } from "../../base/test_effect.ts";
import { placeRuns } from "./place_runs.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-runs-"));
after(() => rmSync(folder, { recursive: true }));

const placed = (...runs: string[]) => {
  const trial = { number: 0, values: {}, state: "finished", rungs: [], runs } as const;
  return Effect.map(placeRuns([trial], folder), ([found]) => found!.runs);
};

describe("placeRuns", () => {
  mkdirSync(join(folder, "a-12345678"));
  writeFileSync(join(folder, "a-12345678", "manifest.json"), "{}");

  effect("finds a run of that name in the folder of runs", function* () {
    assert.deepEqual(yield* placed("/gone/runs/a-12345678"), [join(folder, "a-12345678")]);
  });

  effect("leaves one that is not there as it is, also under a name that is none", function* () {
    const others = ["/gone/runs/b-12345678", "/gone/runs/..", "", "x\n"];
    assert.deepEqual(yield* placed(...others), others);
  });
});
