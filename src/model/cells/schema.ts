/** Schema of the config part `cells`: recurrent cells written as equations over gates. */
import { Schema } from "effect";
import { describe, text, textLike, wholeNumber } from "../../config/fields.ts";

const name = textLike(/^[A-Za-z][A-Za-z0-9_]*$/u, "a name of letters, digits and _");

const names = Schema.Array(name).check(
  Schema.isMinLength(1, { expected: "a list of at least one name" }),
);

/** Length of a vector: a number, or the model's `hidden`, or `input` (the layer's input). */
export const CellSize = Schema.Union([wholeNumber(1), Schema.Literals(["hidden", "input"])])
  .annotate({ expected: 'a whole number of at least 1, "hidden" or "input"' });
export type CellSize = typeof CellSize.Type;

/** A parameter's shape: `[size]` is a vector, `[rows, columns]` a matrix. */
const shape = Schema.Array(CellSize).check(
  Schema.isBetweenLength(1, 2, {
    expected: "a list of one size or two ([rows, columns])",
  }),
);

/** Initial value of every element; without it uniform in ±1/√n (a bias: 0). */
const init = Schema.Number.check(Schema.isFinite({ expected: "a number" }));

/** A declared parameter: its shape alone, or with its initial value. */
export const CellParameterConfig = Schema.Union([
  shape,
  Schema.Struct({
    shape: shape.pipe(describe("[size] is a vector, [rows, columns] a matrix")),
    init: Schema.optionalKey(init.pipe(describe("Initial value of every element"))),
  }),
]).annotate({
  expected: "a list of sizes such as [hidden, input], or { shape: SIZES, init: NUMBER }",
});
export type CellParameterConfig = typeof CellParameterConfig.Type;

/** The states: a name, several names (all of length hidden), or names with lengths. */
const state = Schema.Union([
  name,
  names,
  Schema.Record(name, CellSize).check(
    Schema.isMinProperties(1, { expected: "at least one state" }),
  ),
]).annotate({
  expected: "a name, a list of names, or a map from names to sizes",
});

/** One cell. */
export const CellConfig = Schema.Struct({
  state: state.pipe(
    describe(
      "Names of the states, or a map from names to lengths; the default length is hidden",
    ),
  ),
  equations: text.pipe(
    describe("One definition per line; h' = … is the next value of state h"),
  ),
  output: Schema.optionalKey(
    textLike(/^[A-Za-z][A-Za-z0-9_]*'?$/u, "a name of the equations, such as h'").pipe(
      describe(
        "Output to the layer above; default the first state's next value",
      ),
    ),
  ),
  input: Schema.optionalKey(CellSize.pipe(describe("Length of x, if the cell requires one"))),
  learned: Schema.optionalKey(
    names.pipe(describe("States whose initial value is learned instead of 0")),
  ),
  parameters: Schema.optionalKey(
    Schema.Record(name, CellParameterConfig).pipe(
      describe("Shapes that cannot be inferred, vectors other than biases, initial values"),
    ),
  ),
  layout: Schema.optionalKey(
    Schema.Record(name, names).pipe(
      describe("Tensors in the model's file: a name and the parameters stacked along their rows"),
    ),
  ),
});
export type CellConfig = typeof CellConfig.Type;

export const CellsConfig = Schema.Record(
  textLike(/^[A-Za-z][A-Za-z0-9_-]*$/u, "a name of letters, digits, _ and -"),
  CellConfig,
);
export type CellsConfig = typeof CellsConfig.Type;
