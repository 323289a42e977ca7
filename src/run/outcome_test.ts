import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { readManifest } from "./manifest.ts";
import { noteEnded, noteResumed } from "./outcome.ts";
import { inFolder, testRun } from "./test_support.ts";

describe("noteEnded and noteResumed", () => {
  it(
    "write how the run stands",
    inFolder(async (folder) => {
      const run = testRun(folder);
      const message = "Interrupted";
      const outcome = { status: "interrupted", message, steps: 20, epochs: 1, best: 4 } as const;
      await Effect.runPromise(noteEnded(run, outcome));
      const ended = await Effect.runPromise(readManifest(folder));
      assert.deepEqual(ended.outcome, outcome);
      assert.notEqual(ended.ended, null);
      await Effect.runPromise(noteResumed(run, { step: 10, epochs: 0 }));
      const resumed = await Effect.runPromise(readManifest(folder));
      assert.deepEqual(resumed.outcome, { status: "running", steps: 10, epochs: 0, best: 4 });
      assert.equal(resumed.ended, null);
      assert.deepEqual(resumed.resumed.map(({ step }) => step), [10]);
    }),
  );
});
