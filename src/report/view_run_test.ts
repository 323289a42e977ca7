import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { sha256 } from "../base/files/sha256.ts";
import { effect } from "../base/test_effect.ts";
import { testFolder } from "../base/test_folder.ts";
import { testManifest, testRun } from "../run/test_support.ts";
import { viewRun } from "./view_run.ts";

const config = `
a: null
b: { text: word, number: 0.5, flag: false }
list: [1, two]
none: {}
`;

describe("viewRun", () => {
  effect("has the values of the config by key path, lists and empty maps as JSON", function* () {
    const { directory } = testRun(yield* testFolder);
    writeFileSync(join(directory, "config.yaml"), config);
    const hashes = { ...testManifest().hashes, config: sha256(config) };
    const outcome = { ...testManifest().outcome, status: "failed" } as const;
    const manifest = { ...testManifest(), hashes, outcome };
    writeFileSync(join(directory, "manifest.json"), JSON.stringify(manifest));
    const view = yield* viewRun(directory);
    assert.deepEqual(view.settings, {
      "a": null,
      "b.text": "word",
      "b.number": 0.5,
      "b.flag": false,
      "list": '[1,"two"]',
      "none": "{}",
    });
    assert.deepEqual([view.config, view.lines, view.manifest], [config, [], manifest]);
  });

  effect("is refused where the config was changed", function* () {
    const { directory } = testRun(yield* testFolder);
    const { message } = yield* Effect.flip(viewRun(directory));
    assert.match(message, /config\.yaml" has changed since the run started/);
  });
});
