import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { isPreset, NoPreset, presetFile } from "./preset.ts";

describe("a preset", () => {
  it("is a file of the program's", () => {
    assert.ok(isPreset("preset:small") && !isPreset("small") && !isPreset("./preset:small"));
    assert.ok(existsSync(presetFile("preset:small")));
  });

  it("that is not there is refused with those that are", () => {
    for (const path of ["preset:smal", "preset:", "preset:../mod", "preset:sweeps/small-gru"]) {
      assert.throws(
        () => presetFile(path),
        (error) =>
          error instanceof NoPreset && /one of .*preset:names.*preset:small/.test(error.message),
      );
    }
  });
});
