import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { testFolder } from "../base/test_folder.ts";
import { effect } from "../base/test_effect.ts";
import type { DirectoryKind } from "./directory_kind.ts";
import { findDirectory } from "./find_directory.ts";
import { unknownName } from "./unknown_name.ts";

/** Directories that are told apart as runs and sweeps. */
const files = [
  "small-d32f2d11/manifest.json",
  "small-gru-0a1b2c3d/manifest.json",
  "large-11111111/manifest.json",
  "large-11111111-2/manifest.json",
  "large-12345678/manifest.json",
  "sweep-small/ledger.sqlite",
  "sweep-wide/ledger.sqlite",
  "small-stray/notes.txt",
];

const made = Effect.map(testFolder, (folder) => {
  for (const file of files) {
    mkdirSync(dirname(join(folder, "runs", file)), { recursive: true });
    writeFileSync(join(folder, "runs", file), "");
  }
  return join(folder, "runs");
});

const both: readonly DirectoryKind[] = ["run", "sweep"];

describe("findDirectory", () => {
  effect(
    "finds a run by its path, its name, its experiment's, or how only it begins",
    function* () {
      const runs = yield* made;
      const found = (name: string, kinds = both) => findDirectory(name, { runs, kinds });
      const small = join(runs, "small-d32f2d11");
      for (const name of [small, "small-d32f2d11", "small-d3", join(runs, "small-d3")]) {
        assert.equal(yield* found(name), small);
      }
      assert.equal(yield* found("small", ["run"]), small, "not the experiment small-gru");
      assert.equal(yield* found("small-g"), join(runs, "small-gru-0a1b2c3d"));
      assert.equal(yield* found("large-11111111"), join(runs, "large-11111111"), "whole, not -2");
    },
  );

  effect("finds a sweep with and without what stands before its name", function* () {
    const runs = yield* made;
    const found = (name: string, kinds = both) => findDirectory(name, { runs, kinds });
    for (const name of ["sweep-wide", "wide", "wi", "sweep-w"]) {
      assert.equal(yield* found(name), join(runs, "sweep-wide"));
    }
    assert.equal(yield* found("small"), join(runs, "sweep-small"));
    assert.equal(yield* found("wide", ["run"]), "wide", "where no sweep is expected");
  });

  effect("lists what a name may mean, and leaves alone what nothing is called", function* () {
    const runs = yield* made;
    const kinds = both;
    const { message } = yield* Effect.flip(findDirectory("large", { runs, kinds }));
    assert.equal(
      message.replaceAll(runs, "runs"),
      '"large" may be any of these, give more of its name:\n' +
        "  runs/large-11111111\n  runs/large-11111111-2\n  runs/large-12345678",
    );
    assert.equal(yield* findDirectory("other", { runs, kinds }), "other");
    assert.equal(yield* findDirectory("small-d3", { runs, kinds, whole: true }), "small-d3");
    assert.equal(yield* findDirectory("x", { runs: join(runs, "no"), kinds }), "x");
  });
});

describe("unknownName", () => {
  effect("names what is close, else where to look", function* () {
    const runs = yield* made;
    const said = (name: string, folder = runs) =>
      Effect.map(unknownName(name, folder), (error) => error?.message.replaceAll(runs, "runs"));
    assert.equal(
      yield* said("smal"),
      'No run in "runs" is called "smal", did you mean "runs/small-d32f2d11"?',
    );
    assert.equal(
      yield* said("small-d32f2d12"),
      'No run in "runs" is called "small-d32f2d12", did you mean "runs/small-d32f2d11"?',
    );
    assert.match(
      (yield* said("zzz"))!,
      /^No run in "runs" is called "zzz"; list those there are with: deno task runs --runs runs$/,
    );
    assert.equal(
      yield* said("zzz", join(runs, "no")),
      'No run "zzz": there is no folder "runs/no"',
    );
    assert.equal(yield* said(join(runs, "small-stray")), undefined);
  });
});
