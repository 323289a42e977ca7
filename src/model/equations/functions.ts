/** The functions that equations can call, and the gate that each one is. */
import type { Gate } from "../gates/gate.ts";
import { layernormEpsilon } from "../gates/layernorm.ts";
import { keepsSize } from "../gates/keeps_size.ts";

export interface CellFunction {
  /** Name of the gate in gates/, or of a gate of the user's. */
  readonly gate: string;
  /** How many vectors it takes: a number, or one and more. */
  readonly vectors: number | "many";
  /**
   * Length of the result: the one length of all vectors, the sum of theirs, or what the rule says.
   */
  readonly size: "same" | "sum" | "rule";
  /** Shape rule of a user's gate, which has the last word. */
  readonly rule?: Gate["size"];
  /** Numbers that follow the vector, by name, each with what it may be. */
  readonly numbers: readonly {
    readonly name: string;
    readonly allowed: string;
    readonly valid: (value: number) => boolean;
  }[];
  /** Settings of the gate from those numbers. */
  readonly settings: (numbers: readonly number[]) => readonly number[];
}

/** By name; the names are reserved. */
export type CellFunctions = ReadonlyMap<string, CellFunction>;

const plain = { numbers: [], settings: () => [] } as const;

const pointwise = (gate: string, settings: readonly number[] = []): [string, CellFunction] => [
  gate,
  { gate, vectors: 1, size: "same", numbers: [], settings: () => settings },
];

const rate = {
  name: "rate",
  allowed: "a number from 0 up to but not including 1",
  valid: (value: number) => value >= 0 && value < 1,
};

/** Those of the language itself. */
export const builtinFunctions: CellFunctions = new Map<string, CellFunction>([
  pointwise("sigmoid"),
  pointwise("tanh"),
  pointwise("relu"),
  pointwise("softsign"),
  pointwise("exp"),
  pointwise("log"),
  pointwise("softmax"),
  pointwise("layernorm", [layernormEpsilon]),
  ["dropout", {
    gate: "dropout",
    vectors: 1,
    size: "same",
    numbers: [rate],
    settings: (numbers) => numbers,
  }],
  ["concat", { gate: "concat", vectors: "many", size: "sum", ...plain }],
]);

/** A gate of the user's as a function of that name. */
export const functionOf = (gate: Gate): CellFunction => ({
  gate: gate.name,
  vectors: gate.arity,
  size: keepsSize(gate) ? "same" : "rule",
  rule: gate.size,
  ...plain,
});
