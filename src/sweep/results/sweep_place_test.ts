import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "@std/testing/bdd";
import { effect } from "../../base/test_effect.ts";
import { testFolder } from "../../base/test_folder.ts";
import { sweepPlace } from "./sweep_place.ts";

describe("sweepPlace", () => {
  effect("is the directory that was given, whatever its name", function* () {
    const directory = join(yield* testFolder, "moved");
    mkdirSync(directory);
    writeFileSync(join(directory, "ledger.sqlite"), "");
    assert.equal(yield* sweepPlace(directory, "search"), directory);
  });

  effect("is that of a sweep in a store, which has no ledger there", function* () {
    const directory = join(yield* testFolder, "sweep-search");
    mkdirSync(directory);
    assert.equal(yield* sweepPlace(directory, "search"), directory);
  });

  effect("is in the folder of runs for a name, not a folder that is called so", function* () {
    const folder = join(yield* testFolder, "search");
    mkdirSync(folder);
    for (const target of ["search", folder, join(folder, "sweep-search")]) {
      assert.equal(yield* sweepPlace(target, "search"), join("runs", "sweep-search"));
    }
  });
});
