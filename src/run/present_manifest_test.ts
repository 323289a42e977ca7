import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockDirectory } from "../base/files/lock.ts";
import { effect } from "../base/test_effect.ts";
import { readPresentManifest } from "./present_manifest.ts";
import { newFolder, testManifest } from "./test_support.ts";

describe("readPresentManifest", () => {
  effect("takes a run for interrupted that says it runs, and that nobody holds", function* () {
    const folder = yield* newFolder;
    const put = (status: "running" | "failed") => {
      const manifest = testManifest();
      const outcome = { ...manifest.outcome, status };
      writeFileSync(join(folder, "manifest.json"), JSON.stringify({ ...manifest, outcome }));
    };
    const status = Effect.map(readPresentManifest(folder), ({ outcome }) => outcome.status);
    put("running");
    assert.equal(yield* status, "interrupted");
    yield* Effect.scoped(Effect.gen(function* () {
      yield* lockDirectory(folder);
      assert.equal(yield* status, "running");
    }));
    assert.equal(yield* status, "interrupted");
    put("failed");
    assert.equal(yield* status, "failed");
  });
});
