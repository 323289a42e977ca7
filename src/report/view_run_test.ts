import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { sha256 } from "../base/files/sha256.ts";
import { failureOf, inFolder, testManifest, testRun } from "../run/test_support.ts";
import { viewRun } from "./view_run.ts";

const config = `
a: null
b: { text: word, number: 0.5, flag: false }
list: [1, two]
none: {}
`;

describe("viewRun", () => {
  it(
    "has the values of the config by key path, lists and empty maps as JSON",
    inFolder(async (folder) => {
      const { directory } = testRun(folder);
      writeFileSync(join(directory, "config.yaml"), config);
      const hashes = { ...testManifest().hashes, config: sha256(config) };
      const manifest = { ...testManifest(), hashes };
      writeFileSync(join(directory, "manifest.json"), JSON.stringify(manifest));
      const view = await Effect.runPromise(viewRun(directory));
      assert.deepEqual(view.settings, {
        "a": null,
        "b.text": "word",
        "b.number": 0.5,
        "b.flag": false,
        "list": '[1,"two"]',
        "none": "{}",
      });
      assert.deepEqual([view.config, view.lines, view.manifest], [config, [], manifest]);
    }),
  );

  it(
    "is refused where the config was changed",
    inFolder(async (folder) => {
      const { directory } = testRun(folder);
      const { message } = await failureOf(viewRun(directory));
      assert.match(message, /config\.yaml" was changed since the run was begun/);
    }),
  );
});
