/** Partial selection: the start of a ranking, without the rest of it. */
import { type Candidates, swap } from "./candidates.ts";
import { partHolding } from "./part_holding.ts";

/** So few candidates are sorted by insertion. */
const few = 12;

/** So many are divided into parts by their logits; fewer by one of them, as quickselect does. */
const many = 128;

/** What is added up along a ranking. */
export interface Adding {
  /** Weights, or 1 for each candidate. */
  readonly by: "weight" | "count";
  /** Whether a sum is enough; a larger one is too, and 0 is not. */
  readonly enough: (sum: number) => boolean;
  /** Whether what ranks before the last one is wanted at the front, in any order. */
  readonly front: boolean;
}

/** The end of the start of a ranking. */
export interface StartEnd {
  /** Place of its last candidate. */
  readonly last: number;
  readonly sum: number;
}

/**
 * Finds the end of the shortest start of the ranking that is enough, or of the whole ranking. What
 * may hold it is divided again and again; only a few candidates are sorted.
 *
 * @param count candidates, at least 1
 */
export function shortestStart(candidates: Candidates, count: number, adding: Adding): StartEnd {
  const { enough, front } = adding;
  const byWeight = adding.by === "weight";
  let low = 0, high = count, sum = 0;
  while (high - low > few) {
    const before = sum;
    const part = high - low >= many
      ? partHolding(candidates, low, high, {
        byWeight,
        front,
        enough: (added) => enough(before + added),
      })
      : undefined;
    if (part !== undefined) {
      sum += part.before;
      [low, high] = [part.low, part.high];
      continue;
    }
    const { at, added } = partition(candidates, low, high, byWeight);
    if (enough(sum + added)) {
      high = at;
      continue;
    }
    sum += added + (byWeight ? candidates.weights[at]! : 1);
    low = at + 1;
    if (enough(sum)) return { last: at, sum };
  }
  sortFew(candidates, low, high);
  for (let at = low; at < high; at++) {
    sum += byWeight ? candidates.weights[at]! : 1;
    if (enough(sum)) return { last: at, sum };
  }
  // Sums in another order may be larger by a rounding.
  return { last: high - 1, sum };
}

/** Whether the candidate at one place ranks before that at another. */
const ranksBefore = ({ ids, logits }: Candidates, one: number, other: number): boolean =>
  logits[one]! > logits[other]! || (logits[one] === logits[other] && ids[one]! < ids[other]!);

function sortFew(candidates: Candidates, low: number, high: number): void {
  for (let i = low + 1; i < high; i++) {
    for (let j = i; j > low && ranksBefore(candidates, j, j - 1); j--) swap(candidates, j, j - 1);
  }
}

/**
 * Moves those of low…high−1 that rank before one of them in front of it. Returns where that one is,
 * and what those before it add.
 */
function partition(
  candidates: Candidates,
  low: number,
  high: number,
  byWeight: boolean,
): { readonly at: number; readonly added: number } {
  swap(candidates, low, middleOfThree(candidates, low, (low + high) >> 1, high - 1));
  let at = low, added = 0;
  for (let i = low + 1; i < high; i++) {
    if (!ranksBefore(candidates, i, low)) continue;
    added += byWeight ? candidates.weights[i]! : 1;
    swap(candidates, ++at, i);
  }
  swap(candidates, low, at);
  return { at, added };
}

function middleOfThree(candidates: Candidates, a: number, b: number, c: number): number {
  const ab = ranksBefore(candidates, a, b);
  if (ab === ranksBefore(candidates, b, c)) return b;
  return ab === ranksBefore(candidates, a, c) ? c : a;
}
