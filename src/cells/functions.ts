/** The functions that equations can call, and the gate that each one is. */
import { layernormEpsilon } from "../gates/layernorm.ts";

export interface CellFunction {
  /** Name of the gate in gates/. */
  readonly gate: string;
  /** How many vectors it takes: one, or one and more. */
  readonly vectors: "one" | "many";
  /** Numbers that follow the vector, by name, each with what it may be. */
  readonly numbers: readonly {
    readonly name: string;
    readonly allowed: string;
    readonly valid: (value: number) => boolean;
  }[];
  /** Settings of the gate from those numbers. */
  readonly settings: (numbers: readonly number[]) => readonly number[];
}

const pointwise = (gate: string, settings: readonly number[] = []): [string, CellFunction] => [
  gate,
  { gate, vectors: "one", numbers: [], settings: () => settings },
];

const rate = {
  name: "rate",
  allowed: "a number from 0 up to but not including 1",
  valid: (value: number) => value >= 0 && value < 1,
};

/** By name; the names are reserved. */
export const functions: ReadonlyMap<string, CellFunction> = new Map<
  string,
  CellFunction
>([
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
    vectors: "one",
    numbers: [rate],
    settings: (numbers) => numbers,
  }],
  ["concat", {
    gate: "concat",
    vectors: "many",
    numbers: [],
    settings: () => [],
  }],
]);
