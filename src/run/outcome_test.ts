import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { effect } from "../base/test_effect.ts";
import { currentEnvironment } from "./environment.ts";
import { readManifest } from "./manifest.ts";
import { noteEnded, noteResumed } from "./outcome.ts";
import { newFolder, testManifest, testRun } from "./test_support.ts";

describe("noteEnded and noteResumed", () => {
  effect("write how the run stands", function* () {
    const folder = yield* newFolder;
    const run = testRun(folder);
    const message = "Interrupted";
    const outcome = { status: "interrupted", message, steps: 20, epochs: 1, best: 4 } as const;
    yield* noteEnded(run, outcome);
    const environment = yield* currentEnvironment(testManifest().engine);
    const ended = yield* readManifest(folder);
    assert.deepEqual(ended.outcome, outcome);
    assert.notEqual(ended.ended, null);
    yield* noteResumed(run, { step: 10, epochs: 0 }, environment);
    const resumed = yield* readManifest(folder);
    assert.deepEqual(resumed.outcome, { status: "running", steps: 10, epochs: 0, best: 4 });
    assert.equal(resumed.ended, null);
    assert.deepEqual(resumed.resumed.map(({ at: _, ...rest }) => rest), [
      { step: 10, environment },
    ]);
  });
});
