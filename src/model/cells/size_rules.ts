import { type CellMistake, mistakeAt } from "../equations/mistake.ts";
import type { TextPosition } from "../../config/text_position.ts";
import { joinSizes, knownSize, sizeOf, type SizeVariable, unknownSize } from "./size_variable.ts";

/** Lengths that follow from others: sums, and the size rules of users' gates. */
export interface SizeRules {
  /** The length that is the sum of `parts`; `shown` is the expression, for messages. */
  readonly add: (parts: readonly SizeVariable[], at: TextPosition, shown: string) => SizeVariable;
  /**
   * States that `total` is what `rule` computes from the lengths of `parts`, once they are known.
   */
  readonly apply: (
    rule: (lengths: readonly number[]) => number | string,
    parts: readonly SizeVariable[],
    total: SizeVariable,
    at: TextPosition,
    shown: string,
  ) => void;
  /** Derives what follows from the lengths known so far; returns new contradictions. */
  readonly settle: () => CellMistake[];
}

/** Longest vector: as many elements as a model may have parameters. */
const longestVector = 2 ** 28;

/** A sum's label is its number where the sum itself would take more characters. */
const longestLabel = 60;

interface Sum {
  readonly parts: readonly SizeVariable[];
  readonly total: SizeVariable;
  readonly at: TextPosition;
  readonly shown: string;
}

interface Applied extends Sum {
  readonly rule: (lengths: readonly number[]) => number | string;
}

export function makeSizeRules(): SizeRules {
  let open: (Sum | Applied)[] = [];
  const settleOne = (one: Sum | Applied) => "rule" in one ? settleRule(one) : settleSum(one);
  return {
    add: (parts, at, shown) => {
      const sum = { parts, total: unknownSize(), at, shown };
      open.push(sum);
      settleSum(sum);
      return sum.total;
    },
    apply: (rule, parts, total, at, shown) => {
      open.push({ rule, parts, total, at, shown });
    },
    settle: () => {
      const mistakes: CellMistake[] = [];
      for (let progress = true; progress;) {
        progress = false;
        open = open.filter((one) => {
          const settled = settleOne(one);
          if (settled === undefined) return true;
          progress = true;
          if (settled !== "") mistakes.push(mistakeAt(one.at, settled));
          return false;
        });
      }
      return mistakes;
    },
  };
}

/** Undefined if not enough is known; otherwise the mistake, or "" for none. */
function settleSum({ parts, total, at, shown }: Sum): string | undefined {
  const known = parts.map(sizeOf).filter((size) => size !== undefined);
  const length = known.reduce((sum, size) => sum + size.length, 0);
  const whole = sizeOf(total);
  if (known.length === parts.length) {
    if (length > longestVector) {
      return `Length of "${shown}" is ${length}, expected at most ${longestVector}`;
    }
    const sum = known.map((size) => size.label).join(" + ");
    const label = sum.length > longestLabel ? String(length) : sum;
    if (joinSizes(total, knownSize(length, label), at.line)) return "";
    return contradiction(shown, length, total);
  }
  if (whole === undefined || known.length < parts.length - 1) return undefined;
  const rest = whole.length - length;
  if (rest < 1) {
    return `Length of "${shown}" is more than ${length} but ${whole.length} is expected`;
  }
  const missing = parts.find((part) => sizeOf(part) === undefined)!;
  joinSizes(missing, knownSize(rest, String(rest)), at.line);
  return "";
}

/** The same for what a rule says. */
function settleRule({ rule, parts, total, at, shown }: Applied): string | undefined {
  const known = parts.map(sizeOf).filter((size) => size !== undefined);
  if (known.length < parts.length) return undefined;
  const length = lengthBy(rule, known.map((size) => size.length));
  if (typeof length === "string") return `In "${shown}": ${length}`;
  if (joinSizes(total, knownSize(length, String(length)), at.line)) return "";
  return contradiction(shown, length, total);
}

function lengthBy(rule: Applied["rule"], lengths: readonly number[]): number | string {
  try {
    const length: unknown = rule(lengths);
    if (typeof length === "string") return length;
    if (typeof length === "number" && Number.isInteger(length) && length >= 1) return length;
    return `The gate's size is ${length} for lengths ${lengths.join(", ")}: expected a whole ` +
      "number of at least 1, or what is wrong with the lengths";
  } catch (error) {
    return `The gate's size fails for lengths ${lengths.join(", ")}: ${
      error instanceof Error ? error.message : error
    }`;
  }
}

const contradiction = (shown: string, length: number, total: SizeVariable): string =>
  `Length of "${shown}" is ${length} but ${sizeOf(total)!.length} is expected`;
