import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { effect } from "../../base/test_effect.ts";
import { testFolder } from "../../base/test_folder.ts";
import { SomeInputError } from "../../base/test_errors.ts";
import { readExperiment } from "../read_experiment.ts";
import { placeMissingFiles } from "./place_missing_files.ts";
import { loadCorpus } from "./load_corpus.ts";

/** What a corpus that is not there comes to, with the test's folder called F. */
const said = Effect.fnUntraced(function* (
  path: string,
  set: Readonly<Record<string, string>> = {},
) {
  const folder = yield* testFolder;
  writeFileSync(join(folder, "text.txt"), "The cat sat.");
  const config = join(folder, "c.yaml");
  const yaml = `name: x\nmodel: { cell: gru }\ncorpus:\n  path: ${path}\n`;
  writeFileSync(config, yaml);
  const { experiment, source } = yield* readExperiment(config, { set });
  const { message } = yield* Effect.flip(loadCorpus(experiment, { source }));
  return message.replaceAll(folder, "F");
});

describe("placeMissingFiles", () => {
  effect("shows the line that names them, and what is near", function* () {
    assert.equal(
      yield* said("texts.txt"),
      'F/c.yaml:4:9: corpus.path: No such file "F/texts.txt", did you mean "text.txt"?\n' +
        "  4 |   path: texts.txt\n" +
        "    |         ^",
    );
    const [first, ...lines] = (yield* said("no/*.txt")).split("\n");
    assert.equal(
      first,
      'F/c.yaml:4:9: corpus.path: No file matches "F/no/*.txt", there is no folder "F/no"',
    );
    assert.deepEqual(lines, ["  4 |   path: no/*.txt", "    |         ^"]);
  });

  effect(
    "takes ~ and $HOME for the user's folder, in a config and on the command line",
    function* () {
      const file = JSON.stringify(join(homedir(), "none-such", "a.txt"));
      for (const path of ["~/none-such/a.txt", "$HOME/none-such/a.txt"]) {
        assert((yield* said(path)).startsWith(`F/c.yaml:4:9: corpus.path: No such file ${file}`));
        const flag = yield* said("text.txt", { "corpus.path": path });
        assert(
          flag.startsWith(`--set corpus.path=${path}: corpus.path: No such file ${file}`),
          flag,
        );
      }
    },
  );

  effect("leaves other errors as they are, and those of a program's experiment", function* () {
    const other = new SomeInputError({ text: "x" });
    const source = { located: { kind: "map", place: undefined!, entries: new Map() }, files: [] };
    for (const given of [undefined, source as never]) {
      assert.equal(yield* Effect.flip(placeMissingFiles(given)(Effect.fail(other))), other);
    }
  });
});
