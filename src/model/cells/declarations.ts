/** What a cell declares beside its equations: states, parameters, and which states are learned. */
import { type Dimensions, sizeIn } from "./dimensions.ts";
import type { CellFunctions } from "../equations/functions.ts";
import type { CellMistake } from "../equations/mistake.ts";
import type { CellConfig } from "./schema.ts";
import type { SizeVariable } from "./size_variable.ts";
import { suggestion } from "../equations/suggestion.ts";

export interface DeclaredState {
  readonly name: string;
  readonly size: SizeVariable;
  readonly learned: boolean;
}

export interface DeclaredParameter {
  readonly name: string;
  /** Rows, and columns of a matrix. */
  readonly sizes: readonly SizeVariable[];
  readonly initial: number | undefined;
}

export interface Declarations {
  readonly states: ReadonlyMap<string, DeclaredState>;
  readonly parameters: ReadonlyMap<string, DeclaredParameter>;
  /** Functions that equations can call, whose names are reserved. */
  readonly functions: CellFunctions;
  readonly mistakes: readonly CellMistake[];
}

/** Name in the equations of the layer's input. */
export const inputName = "x";

/** Name of the parameter that is state `state` before the first token, when that is learned. */
export const learnedName = (state: string): string => `${state}0`;

export const startsUpper = (name: string): boolean => /^[A-Z]/.test(name);

/** Whether a cell may define a name: not one of a function or the input's, nor like a matrix's. */
export const isAllowed = (name: string, functions: CellFunctions): boolean =>
  reserved(name, functions) === undefined && !startsUpper(name);

const reserved = (name: string, functions: CellFunctions): string | undefined =>
  functions.has(name)
    ? `Name "${name}" is that of a function`
    : name === inputName
    ? `Name "${name}" is that of the layer's input`
    : undefined;

export function declarationsOf(
  cell: CellConfig,
  dimensions: Dimensions,
  functions: CellFunctions,
): Declarations {
  const mistakes: CellMistake[] = [];
  const states = new Map<string, DeclaredState>();
  const parameters = new Map<string, DeclaredParameter>();
  const learned = new Set(cell.learned ?? []);
  for (const { name, size, path } of statesOf(cell)) {
    const problem = reserved(name, functions) ??
      (states.has(name)
        ? `State "${name}" is named twice`
        : startsUpper(name)
        ? `State "${name}" is a vector, but a capital letter is for matrix parameters`
        : undefined);
    if (problem !== undefined) mistakes.push({ path, message: problem });
    states.set(name, {
      name,
      size: sizeIn(dimensions, size),
      learned: learned.has(name),
    });
  }
  (cell.learned ?? []).forEach((name, i) => {
    if (states.has(name)) return;
    const message = `Unknown state "${name}"${suggestion(name, states.keys())}`;
    mistakes.push({ path: ["learned", String(i)], message });
  });
  for (const [name, declared] of Object.entries(cell.parameters ?? {})) {
    const shape = "shape" in declared ? declared.shape : declared;
    const problem = reserved(name, functions) ??
      (states.has(name)
        ? `Name "${name}" is that of a state`
        : startsUpper(name) && shape.length === 1
        ? `Matrix "${name}" (a capital letter) has two sizes, got one`
        : !startsUpper(name) && shape.length === 2
        ? `Vector "${name}" has one size, got two; the name of a matrix starts with a capital letter`
        : undefined);
    if (problem !== undefined) {
      mistakes.push({ path: ["parameters", name], message: problem });
    }
    parameters.set(name, {
      name,
      sizes: shape.map((size) => sizeIn(dimensions, size, "declared")),
      initial: "shape" in declared ? declared.init : undefined,
    });
  }
  if (cell.input !== undefined) {
    const message = wrongInput(cell.input, dimensions);
    if (message !== undefined) mistakes.push({ path: ["input"], message });
  }
  return { states, parameters, functions, mistakes };
}

const statesOf = ({ state }: CellConfig) => {
  if (typeof state === "string") {
    return [{ name: state, size: "hidden" as const, path: ["state"] }];
  }
  if (state instanceof Array) {
    return state.map((name, i) => ({
      name,
      size: "hidden" as const,
      path: ["state", String(i)],
    }));
  }
  return Object.entries(state).map(([name, size]) => ({
    name,
    size,
    path: ["state", name],
  }));
};

function wrongInput(input: NonNullable<CellConfig["input"]>, dimensions: Dimensions) {
  const wanted = sizeIn(dimensions, input).known!.length;
  if (wanted === dimensions.inputSize) return undefined;
  const { oneHot, inputSize } = dimensions;
  const given = oneHot ? `a one-hot token of ${inputSize}` : `a vector of length ${inputSize}`;
  return `Input has length ${wanted} in this cell, but the layer below gives ${given}`;
}
