import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { effect } from "../base/test_effect.ts";
import { failing, newFolder, testManifest } from "../run/test_support.ts";
import { InputError } from "../base/errors.ts";
import { listRuns } from "./list_runs.ts";

const put = (folder: string, name: string, manifest: string) => {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, "manifest.json"), manifest);
};

describe("listRuns", () => {
  effect("lists manifests, without what is no run or damaged", function* () {
    const folder = yield* newFolder;
    const manifest = testManifest();
    const outcome = { status: "finished", steps: 7, epochs: 2, best: 0 } as const;
    put(
      folder,
      "b",
      JSON.stringify({ ...manifest, outcome, started: "2026-01-01T00:00:00.000Z" }),
    );
    put(folder, "a", JSON.stringify({ ...manifest, started: "2026-02-01T00:00:00.000Z" }));
    put(folder, "damaged", "{");
    mkdirSync(join(folder, "empty"));
    const listed = yield* Effect.scoped(listRuns(folder));
    const [b, a] = listed.toSorted((x, y) => x.started < y.started ? -1 : 1);
    assert.deepEqual([b!.run, a!.run, listed.length], [join(folder, "b"), join(folder, "a"), 2]);
    const { name, status, steps, loss, perplexity, bitsPerToken } = b!;
    assert.deepEqual([name, status, steps], [manifest.name, "finished", 7]);
    assert.deepEqual([loss, perplexity, bitsPerToken], [0, 1, 0]);
    assert.deepEqual([a!.status, a!.perplexity], ["interrupted", null]);
  });

  effect("refuses a folder that is not there", function* () {
    const folder = yield* newFolder;
    const error = yield* failing(listRuns(join(folder, "none")));
    assert.ok(error instanceof InputError);
    assert.match(error.message, /is not there: expected a folder of runs/);
  });
});
