import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { InputError } from "../base/errors.ts";
import { checkFileFlags } from "./check_file_flags.ts";

describe("checkFileFlags", () => {
  const split = { files: { valid: "v.txt" } };
  const refusal = (set: Readonly<Record<string, string>>, corpus: object) =>
    Effect.runSync(Effect.flip(checkFileFlags(set, { corpus })));

  it("lets files be elsewhere that the run has", () => {
    for (
      const set of [{}, { "corpus.path": "b.txt" }, { "corpus.split.files.valid": "w.txt" }]
    ) {
      assert.equal(
        Effect.runSync(checkFileFlags(set, { corpus: { path: "a.txt", split } })),
        undefined,
      );
    }
    assert.equal(Effect.runSync(checkFileFlags({ gates: "g.ts" }, {})), undefined);
  });

  it("refuses files for a part that is no file's", () => {
    const error = refusal({ "corpus.split.files.test": "t.txt" }, { path: "a.txt", split });
    assert(error instanceof InputError);
    assert.match(
      error.message,
      /^--set corpus\.split\.files\.test=.*: The run has no corpus\.split/,
    );
  });

  it("lets the model that a run started from be elsewhere, as it was given", () => {
    const files = { weights: "w", vocabulary: "v" };
    const check = (set: string, from: object) =>
      Effect.runSync(Effect.result(checkFileFlags({ [set]: "x" }, { from })))._tag;
    assert.equal(check("from.run", { run: "r", vocabulary: "keep" }), "Success");
    assert.equal(check("from.vocabulary", files), "Success");
    assert.equal(check("from.vocabulary", { run: "r", vocabulary: "keep" }), "Failure");
    assert.equal(check("from.run", files), "Failure");
  });

  it("refuses every other key, each in a line", () => {
    const error = refusal({ "seed": "1", "corpus.path": "b.txt", "model.cell": "gru" }, {});
    const lines = error.message.split("\n");
    assert.deepEqual(lines.map((line) => line.slice(0, line.indexOf(":"))), [
      "--set seed=1",
      "--set model.cell=gru",
    ]);
    assert.match(
      lines[0]!,
      /: Expected gates, tokenizer\.file, corpus\.path, .* or corpus\.files, which say where/,
    );
  });
});
