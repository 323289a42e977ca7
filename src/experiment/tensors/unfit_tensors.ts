import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";

/** What is wrong with one tensor of a file. */
export const TensorMistake = Schema.Struct({
  kind: Schema.Literals(["Tensor", "State"]),
  name: Schema.String,
  /** In words that follow its name: `is missing`. */
  what: Schema.String,
});
export type TensorMistake = typeof TensorMistake.Type;

/** A file whose tensors are not those of the model. */
export class UnfitTensors extends InputError.extend<UnfitTensors>("UnfitTensors")({
  _tag: Schema.tag("UnfitTensors"),
  file: Schema.String,
  mistakes: Schema.Array(TensorMistake),
}) {
  override get message(): string {
    return this.mistakes.map(({ kind, name, what }) => `"${this.file}": ${kind} "${name}" ${what}`)
      .join("\n");
  }
}

/** Tensors that the model does not have, the first of them. */
export const extraTensors = (
  kind: TensorMistake["kind"],
  expected: ReadonlySet<string>,
  names: Iterable<string>,
): TensorMistake[] =>
  [...names].filter((name) => !expected.has(name)).slice(0, 5)
    .map((name) => ({ kind, name: name.slice(0, 100), what: "is not one of this model" }));
