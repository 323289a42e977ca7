/** The syntax tree of an equation, before its names are resolved. */
import type { TextPosition } from "../../config/text_position.ts";

export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly at: TextPosition }
  | {
    readonly kind: "name";
    readonly name: string;
    readonly primed: boolean;
    readonly at: TextPosition;
  }
  | {
    readonly kind: "call";
    readonly function: string;
    readonly args: readonly Expression[];
    readonly at: TextPosition;
  }
  /** Juxtaposition: `left right`, a product of a matrix (or number) and a vector. */
  | {
    readonly kind: "product";
    readonly left: Expression;
    readonly right: Expression;
    /** Whether the right side stands in parentheses, as the arguments of a function do. */
    readonly grouped: boolean;
    readonly at: TextPosition;
  }
  | {
    readonly kind: "binary";
    readonly operator: "+" | "-" | "*";
    readonly left: Expression;
    readonly right: Expression;
    readonly at: TextPosition;
  }
  | {
    readonly kind: "negate";
    readonly operand: Expression;
    readonly at: TextPosition;
  };

/** `name = expression`, or `name' = expression` for the next value of a state. */
export interface Equation {
  readonly name: string;
  readonly primed: boolean;
  readonly at: TextPosition;
  readonly expression: Expression;
}

/** The name as written, with its prime. */
export const written = (
  name: { readonly name: string; readonly primed: boolean },
): string => name.name + (name.primed ? "'" : "");

/** The names that an expression reads. */
export function* namesOf(
  e: Expression,
): Generator<{ readonly name: string; readonly primed: boolean }> {
  switch (e.kind) {
    case "number":
      return;
    case "name":
      yield e;
      return;
    case "call":
      for (const arg of e.args) yield* namesOf(arg);
      return;
    case "negate":
      yield* namesOf(e.operand);
      return;
    default:
      yield* namesOf(e.left);
      yield* namesOf(e.right);
  }
}

/** An expression as text, for messages; only parentheses that change its meaning. */
export function show(e: Expression): string {
  switch (e.kind) {
    case "number":
      return String(e.value);
    case "name":
      return written(e);
    case "call":
      return `${e.function}(${e.args.map(show).join(", ")})`;
    case "product":
      return `${group(e.left, 5)} ${group(e.right, 4)}`;
    case "negate":
      return `-${group(e.operand, 3)}`;
    case "binary":
      return e.operator === "*"
        ? `${group(e.left, 2)} * ${group(e.right, 3)}`
        : `${group(e.left, 1)} ${e.operator} ${group(e.right, 2)}`;
  }
}

const binds = (e: Expression): number => {
  if (e.kind === "binary") return e.operator === "*" ? 2 : 1;
  if (e.kind === "negate") return 3;
  return e.kind === "product" ? 4 : 5;
};

const group = (e: Expression, least: number): string => binds(e) < least ? `(${show(e)})` : show(e);
