import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { join } from "node:path";
import { mkdirSync, writeFileSync } from "node:fs";
import { effect } from "../base/test_effect.ts";
import { testFolder } from "../base/test_folder.ts";
import { readYaml } from "../config/read_yaml.ts";
import { type Expected, givenInstead } from "./given_instead.ts";
import { shortestConfig } from "./shortest_config.ts";

const files: Readonly<Record<string, string>> = {
  "book.txt": "First Citizen:\nBefore we proceed: hear me.\n\tYes - no\n",
  "names.txt": "emma\nolivia\n",
  "text.yaml": "It was a dark and stormy night.\n",
  "long": "It was the best of times. ".repeat(50_000),
  "run.yaml": "name: x\ncorpus: { path: book.txt }\nmodel: { cell: gru }\n",
  "search.yaml": "experiment: run.yaml\nspace: { model.hidden: { values: [8] } }\n",
  "broken": "name: x\ncorpus: { path: [\n",
  "broken.yaml": "\tname: x\n",
  "runs/x-00000000/manifest.json": "",
  "runs/sweep-search/ledger.sqlite": "",
};

const made = Effect.map(testFolder, (folder) => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
});

describe("givenInstead", () => {
  effect("gives a text the shortest config for it", function* () {
    const folder = yield* made;
    for (const name of ["book.txt", "names.txt", "text.yaml", "long"]) {
      const error = yield* givenInstead(join(folder, name), "an experiment's config", "runs");
      assert.equal(error?.kind, "a text", name);
      const lines = error.message.replaceAll(folder, "F").split("\n");
      assert.equal(lines[0], `F/${name}: This is a text, expected an experiment's config`);
      assert(lines.includes(`  corpus: { path: ${name} }`));
      const saved = name === "text.yaml" ? "text-2" : name.replace(".txt", "");
      assert.equal(lines.at(-1), `Save it as F/${saved}.yaml, then: deno task run F/${saved}.yaml`);
    }
  });

  effect("names the command that takes what was given", function* () {
    const folder = yield* made;
    const runs = join(folder, "runs");
    const said = (path: string, expected: Expected) =>
      Effect.map(
        givenInstead(path, expected, runs),
        (error) => error?.message.replaceAll(folder, "F").split("\n").slice(0, 3),
      );
    const file = (name: string) => join(folder, name);
    const config: Expected = "an experiment's config";
    assert.deepEqual(yield* said(file("search.yaml"), config), [
      "F/search.yaml: This is a sweep's file, expected an experiment's config",
      "Start or resume it: deno task sweep F/search.yaml",
    ]);
    assert.deepEqual(yield* said(file("run.yaml"), "a sweep's file"), [
      "F/run.yaml: This is an experiment's config, expected a sweep's file",
      "Train it: deno task run F/run.yaml",
      'A sweep over it is another file, with "experiment: run.yaml" and a "space"',
    ]);
    for (const run of [join(runs, "x-00000000"), "x-00000000"]) {
      assert.deepEqual(yield* said(run, config), [
        "F/runs/x-00000000: This is a run's directory, expected an experiment's config",
        "Resume it: deno task resume F/runs/x-00000000",
        "See how it went: deno task report F/runs/x-00000000",
      ]);
    }
    assert.deepEqual((yield* said("sweep-search", "a run"))?.slice(0, 2), [
      "F/runs/sweep-search: This is a sweep's directory, expected a run",
      "List its trials, each of them a run: deno task compare F/runs/sweep-search",
    ]);
  });

  effect("says nothing of what was expected, is broken, or is not there", function* () {
    const folder = yield* made;
    for (const name of ["run.yaml", "broken", "broken.yaml", "nothing", "runs"]) {
      const error = yield* givenInstead(join(folder, name), "an experiment's config", "runs");
      assert.equal(error, undefined, name);
    }
    assert.equal(yield* givenInstead("a\0b", "a run", "runs"), undefined);
  });
});

describe("shortestConfig", () => {
  it("gives names that a config takes, whatever a text is called", () => {
    for (
      const [path, name, file = JSON.stringify(path)] of [
        ["Moby Dick (1851).txt.gz", "Moby-Dick-1851-"],
        ["白鲸.txt", "白鲸", "白鲸.txt"],
        ["2024.txt", "text2024", "2024.txt"],
        ["a*.txt", "a-", '"a[*].txt"'],
        [".hidden", "hidden", ".hidden"],
      ] as const
    ) {
      const { yaml } = shortestConfig(`/nowhere/${path}`);
      const source = { order: 0, label: "", directory: "", isFile: true };
      assert.equal(readYaml(yaml, source)._tag, "Success");
      assert.match(yaml, new RegExp(`^name: ${name}\n`));
      assert(yaml.includes(`path: ${file} }`), yaml);
    }
  });
});
