import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { placeRuns } from "./place_runs.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-runs-"));
after(() => rmSync(folder, { recursive: true }));

const placed = async (...runs: string[]) => {
  const trial = { number: 0, values: {}, state: "finished", rungs: [], runs } as const;
  const [found] = await Effect.runPromise(placeRuns([trial], folder));
  return found!.runs;
};

describe("placeRuns", () => {
  mkdirSync(join(folder, "a-12345678"));
  writeFileSync(join(folder, "a-12345678", "manifest.json"), "{}");

  it("finds a run of that name in the folder of runs", async () => {
    assert.deepEqual(await placed("/gone/runs/a-12345678"), [join(folder, "a-12345678")]);
  });

  it("leaves one that is not there as it is, also under a name that is none", async () => {
    const others = ["/gone/runs/b-12345678", "/gone/runs/..", "", "x\n"];
    assert.deepEqual(await placed(...others), others);
  });
});
