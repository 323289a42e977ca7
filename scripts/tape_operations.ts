/**
 * Writes what the kernels repeat for each operation of a tape: AssemblyScript that build_kernels.ts
 * compiles as src/kernels/assembly/tape_format.ts and elementwise_rows.ts.
 */
import { Operation, scratchClass, tapeWords } from "../src/kernels/tape.ts";

type Name = keyof typeof Operation;

/** Operations on whole rows, whose loops tape.ts calls by itself. */
const ofRows: readonly Name[] = [
  "softmax",
  "layernorm",
  "dropout",
  "softmaxGradient",
  "layernormGradient",
];

const names = Object.keys(Operation) as Name[];
const elementwise = names.filter((name) => !ofRows.includes(name));

/** The numbers of src/kernels/tape.ts. */
export const tapeFormat = (): string =>
  [
    `export const instructionBytes: usize = ${4 * tapeWords};`,
    `export const scratchClass: usize = ${scratchClass};`,
    "export const enum Operation {",
    ...names.map((name) => `  ${name} = ${Operation[name]},`),
    "}",
    "",
  ].join("\n");

const parameters =
  "rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, " +
  "constants: usize, accumulate: bool";
const operands = "rows, columns, d, ds, a, as_, b, bs, constants, accumulate";

/**
 * A function of its own for each operation: one for all would choose between them at every element.
 */
const loop = (name: Name): string => `
function ${name}Rows(${parameters}): void {
  elementwise(Operation.${name}, ${operands});
}`;

/** The loops of all operations that treat every element alone, and the choice between them. */
export const elementwiseRows = (): string => `
import { elementwise } from "./elementwise";
import { Operation } from "./tape_format";
${elementwise.map(loop).join("\n")}

/** Runs an operation that treats every element alone; false where \`operation\` is another one. */
@inline
export function elementwiseRows(operation: i32, ${parameters}): bool {
  switch (operation) {
${
  elementwise.map((name) => `    case Operation.${name}: ${name}Rows(${operands}); return true;`)
    .join("\n")
}
    default: return false;
  }
}
`;
