/** The functions that equations may call: those of the language and a user's gates. */
import type { Gate } from "../gates/gate.ts";
import { gates } from "../gates/gates.ts";
import { builtinFunctions, type CellFunctions, functionOf } from "./functions.ts";

export interface Language {
  readonly functions: CellFunctions;
  /** Every gate that a node of a cell's graph can name. */
  readonly gates: ReadonlyMap<string, Gate>;
}

/** The language with gates of the user's, whose names are free (see user_gates/gate_module.ts). */
export const languageWith = (own: readonly Gate[]): Language => ({
  functions: new Map([
    ...builtinFunctions,
    ...own.map((gate) => [gate.name, functionOf(gate)] as const),
  ]),
  gates: new Map([...gates, ...own.map((gate) => [gate.name, gate] as const)]),
});

/** The language as it is without gates of the user's. */
export const builtinLanguage: Language = languageWith([]);
