/**
 * A cell's graph regrouped for compilation. A sum of products, biases and other values becomes one
 * unit, because products accumulate directly into the place of the sum. Whatever depends on no
 * state, and whatever no state depends on, is outside the time loop.
 */
declare const kind: unique symbol;

/** Number of a unit in {@link CellUnits.units}; the compiler takes no other number for it. */
export type UnitId = number & { readonly [kind]: "unit" };

/** The unit at that index. */
export const unitAt = (index: number): UnitId => index as UnitId;

/** Units with their numbers. */
export const numbered = <A>(units: readonly A[]): (readonly [UnitId, A])[] =>
  units.map((unit, index) => [unitAt(index), unit] as const);

/** `tokens`: for all tokens at once, before the loop; `loop`: step by step; `post`: all at once, after it. */
export type Scope = "tokens" | "loop" | "post";
export const scopes: readonly Scope[] = ["tokens", "loop", "post"];

/** Matrix parameter times unit, one term of a sum. */
export interface Term {
  readonly parameter: number;
  readonly operand: UnitId;
  readonly lookup: boolean;
  readonly scope: Scope;
}

export interface SumUnit {
  readonly kind: "sum";
  readonly size: number;
  readonly scope: Scope;
  readonly terms: readonly Term[];
  /** Vector parameters in the sum. */
  readonly biases: readonly number[];
  /** Other units in the sum. */
  readonly addends: readonly UnitId[];
}

export interface GateUnit {
  readonly kind: "gate";
  readonly gate: string;
  readonly args: readonly UnitId[];
  readonly settings: readonly number[];
  /** Names the place of a dropout mask. */
  readonly salt: number;
  readonly size: number;
  readonly scope: Scope;
}

export type Unit =
  | { readonly kind: "input"; readonly size: number; readonly scope: "tokens" }
  | {
    readonly kind: "state";
    readonly state: number;
    readonly size: number;
    readonly scope: "loop";
  }
  | {
    readonly kind: "vector";
    readonly parameter: number;
    readonly size: number;
    readonly scope: "tokens";
  }
  | SumUnit
  | GateUnit;

/** A cell's units in topological order. */
export interface CellUnits {
  readonly units: readonly Unit[];
  /** The unit that holds the next value of each state. */
  readonly next: readonly UnitId[];
  readonly output: UnitId;
}

/** The units that a gate reads; none of another unit. */
export const argsOf = (unit: Unit): readonly UnitId[] => unit.kind === "gate" ? unit.args : [];

/** The units whose values a unit reads. */
export const operandsOf = (unit: Unit): readonly UnitId[] =>
  unit.kind === "sum" ? [...unit.terms.map((term) => term.operand), ...unit.addends] : argsOf(unit);
