/**
 * Which terms of a sum consist of biases only, and so are dropped in a model without biases: `b…`
 * names and sums of them, if they are added to (or subtracted from) something else.
 */
import type { Expression } from "./expression.ts";

/** Whether `e` is a bias or a sum of biases; `isBias` tells of a bare name. */
export function isBiasTerm(e: Expression, isBias: (name: string) => boolean): boolean {
  switch (e.kind) {
    case "name":
      return !e.primed && isBias(e.name);
    case "negate":
      return isBiasTerm(e.operand, isBias);
    case "binary":
      return e.operator !== "*" && isBiasTerm(e.left, isBias) &&
        isBiasTerm(e.right, isBias);
    default:
      return false;
  }
}

/** The expression without the bias terms of its sums; a bias that stands alone stays. */
export function withoutBiases(e: Expression, isBias: (name: string) => boolean): Expression {
  const inner = (part: Expression) => withoutBiases(part, isBias);
  switch (e.kind) {
    case "number":
    case "name":
      return e;
    case "call":
      return { ...e, args: e.args.map(inner) };
    case "negate":
      return { ...e, operand: inner(e.operand) };
    case "product":
      return { ...e, left: inner(e.left), right: inner(e.right) };
    case "binary": {
      if (e.operator === "*" || isBiasTerm(e, isBias)) {
        return { ...e, left: inner(e.left), right: inner(e.right) };
      }
      if (isBiasTerm(e.right, isBias)) return inner(e.left);
      if (!isBiasTerm(e.left, isBias)) {
        return { ...e, left: inner(e.left), right: inner(e.right) };
      }
      const right = inner(e.right);
      return e.operator === "+" ? right : { kind: "negate", operand: right, at: e.at };
    }
  }
}
