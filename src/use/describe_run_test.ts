import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { effect } from "../base/test_effect.ts";
import { InputError } from "../base/errors.ts";
import { failing, testManifest } from "../run/test_support.ts";
import { describeRun } from "./describe_run.ts";
import { sha256 } from "../base/files/sha256.ts";

describe("describeRun", () => {
  effect(
    "refuses a config and a vocabulary that were changed since the run was begun",
    function* () {
      const manifest = testManifest();
      const hashes = { ...manifest.hashes, config: sha256("name: a\n"), vocabulary: sha256("{}") };
      const run = {
        directory: "r",
        manifest: { ...manifest, hashes },
        vocabularyFile: "vocabulary.json",
        vocabulary: "{}",
      } as const;
      const edited = yield* failing(describeRun({ ...run, config: "name: b\n" }));
      assert.ok(edited instanceof InputError);
      assert.match(
        edited.message,
        /^"r\/config.yaml" has changed since the run started: expected/,
      );
      const both = yield* failing(describeRun({ ...run, config: "", vocabulary: "" }));
      assert.match(both.message, /config.yaml".*\n.*vocabulary.json"/);
    },
  );
});
