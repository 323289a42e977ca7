import { type CellMistake, mistakeAt, type Place } from "./mistake.ts";
import { joinSizes, knownSize, sizeOf, type SizeVariable, unknownSize } from "./size_variable.ts";

/** Lengths that are sums of others: those of concatenated vectors. */
export interface Sums {
  /** The length that is the sum of `parts`; `shown` is the expression, for messages. */
  readonly add: (parts: readonly SizeVariable[], at: Place, shown: string) => SizeVariable;
  /** Works out what follows from what is known by now; returns new contradictions. */
  readonly settle: () => CellMistake[];
}

interface Sum {
  readonly parts: readonly SizeVariable[];
  readonly total: SizeVariable;
  readonly at: Place;
  readonly shown: string;
}

export function makeSums(): Sums {
  let open: Sum[] = [];
  return {
    add: (parts, at, shown) => {
      const sum = { parts, total: unknownSize(), at, shown };
      open.push(sum);
      settleOne(sum);
      return sum.total;
    },
    settle: () => {
      const mistakes: CellMistake[] = [];
      for (let progress = true; progress;) {
        progress = false;
        open = open.filter((sum) => {
          const settled = settleOne(sum);
          if (settled === undefined) return true;
          progress = true;
          if (settled !== "") mistakes.push(mistakeAt(sum.at, settled));
          return false;
        });
      }
      return mistakes;
    },
  };
}

/** Undefined: not enough is known. Otherwise what is wrong, "" for nothing. */
function settleOne({ parts, total, at, shown }: Sum): string | undefined {
  const known = parts.map(sizeOf).filter((size) => size !== undefined);
  const length = known.reduce((sum, size) => sum + size.length, 0);
  const whole = sizeOf(total);
  if (known.length === parts.length) {
    const label = known.map((size) => size.label).join(" + ");
    if (joinSizes(total, knownSize(length, label), at.line)) return "";
    return `Length of "${shown}" is ${length} but ${whole!.length} is expected`;
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
