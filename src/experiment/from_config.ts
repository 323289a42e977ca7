/** Schema of the config part `from`: the model that training starts from. */
import { Schema } from "effect";
import { describe, text, withDefault } from "../config/fields.ts";

export const FromConfig = Schema.Union([
  Schema.Struct({
    run: text.pipe(
      describe("Run directory whose best model training starts from, relative to this file"),
    ),
    vocabulary: Schema.Literals(["keep", "extend"]).pipe(
      withDefault(
        "extend",
        "extend adds the new text's words, with fresh weights; keep leaves them unknown",
      ),
    ),
  }),
  Schema.Struct({
    weights: text.pipe(
      describe("safetensors file of weights, named and laid out as export writes them"),
    ),
    vocabulary: text.pipe(describe("Vocabulary of the weights, as the vocabulary.json of a run")),
  }),
]).annotate({
  expected: "{ run: DIRECTORY, vocabulary: keep or extend } or { weights: FILE, vocabulary: FILE }",
});
export type FromConfig = typeof FromConfig.Type;
