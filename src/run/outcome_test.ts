import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { currentEnvironment } from "./environment.ts";
import { readManifest } from "./manifest.ts";
import { noteEnded, noteResumed } from "./outcome.ts";
import { inFolder, testManifest, testRun } from "./test_support.ts";

describe("noteEnded and noteResumed", () => {
  it(
    "write how the run stands",
    inFolder(async (folder) => {
      const run = testRun(folder);
      const message = "Interrupted";
      const outcome = { status: "interrupted", message, steps: 20, epochs: 1, best: 4 } as const;
      await Effect.runPromise(noteEnded(run, outcome));
      const environment = await Effect.runPromise(currentEnvironment(testManifest().engine));
      const ended = await Effect.runPromise(readManifest(folder));
      assert.deepEqual(ended.outcome, outcome);
      assert.notEqual(ended.ended, null);
      await Effect.runPromise(noteResumed(run, { step: 10, epochs: 0 }, environment));
      const resumed = await Effect.runPromise(readManifest(folder));
      assert.deepEqual(resumed.outcome, { status: "running", steps: 10, epochs: 0, best: 4 });
      assert.equal(resumed.ended, null);
      assert.deepEqual(resumed.resumed.map(({ at: _, ...rest }) => rest), [
        { step: 10, environment },
      ]);
    }),
  );
});
