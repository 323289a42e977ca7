/** Partial selection: the start of a ranking, without the rest of it. */
import { type Candidates, swap } from "./candidates.ts";

/** So few candidates are sorted by insertion. */
const few = 12;

/**
 * From so many candidates on, the pivot is the third of so many that are looked at: the likeliest
 * tokens are few and hold most of the weight, so most of the others are left out at once.
 */
const many = 512;
const looks = 48;

/** The start of a ranking. */
export interface Start {
  readonly length: number;
  /** Of its weights. */
  readonly sum: number;
}

/**
 * Moves the shortest start of the ranking that is enough to the front: its last candidate stands
 * last, the others in any order. Like quickselect it partitions what may hold the end of that start
 * again and again: a ranking of n costs n to 3n comparisons.
 *
 * @param count candidates, at least 1
 * @param weigh what a candidate adds: its weight, or 1
 * @param enough of the sum of a start; of a larger sum too, and not of 0
 */
export function shortestStart(
  candidates: Candidates,
  count: number,
  weigh: "weight" | "count",
  enough: (sum: number) => boolean,
): Start {
  const { ids, logits, weights } = candidates;
  const byWeight = weigh === "weight";
  let low = 0, high = count, sum = 0;
  while (high - low > few) {
    const { at, added } = partition(candidates, low, high, byWeight);
    if (enough(sum + added)) {
      high = at;
      continue;
    }
    sum += added + (byWeight ? weights[at]! : 1);
    low = at + 1;
    if (enough(sum)) return { length: low, sum };
  }
  for (let i = low + 1; i < high; i++) {
    for (let j = i; j > low && ranksBefore(logits[j]!, ids[j]!, logits[j - 1]!, ids[j - 1]!); j--) {
      swap(candidates, j, j - 1);
    }
  }
  for (; low < high; low++) {
    sum += byWeight ? weights[low]! : 1;
    if (enough(sum)) return { length: low + 1, sum };
  }
  // Sums of other orders may be larger by a rounding.
  return { length: high, sum };
}

/** Whether the first of two candidates stands before the second. */
const ranksBefore = (logit: number, id: number, than: number, thanId: number): boolean =>
  logit > than || (logit === than && id < thanId);

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
  const { ids, logits, weights } = candidates;
  swap(candidates, low, pivotOf(candidates, low, high));
  const logit = logits[low]!, id = ids[low]!;
  let at = low, added = 0;
  for (let i = low + 1; i < high; i++) {
    if (!ranksBefore(logits[i]!, ids[i]!, logit, id)) continue;
    added += byWeight ? weights[i]! : 1;
    swap(candidates, ++at, i);
  }
  swap(candidates, low, at);
  return { at, added };
}

/** The place of the candidate to divide by. */
function pivotOf(candidates: Candidates, low: number, high: number): number {
  if (high - low < many) return middleOfThree(candidates, low, (low + high) >> 1, high - 1);
  const apart = Math.floor((high - low) / looks);
  let [first, second, third] = [-1, -1, -1];
  for (let i = low; i < high; i += apart) {
    if (first < 0 || stands(candidates, i, first)) [first, second, third] = [i, first, second];
    else if (second < 0 || stands(candidates, i, second)) [second, third] = [i, second];
    else if (third < 0 || stands(candidates, i, third)) third = i;
  }
  return third;
}

/** Whether the candidate at one place ranks before that at another. */
const stands = ({ ids, logits }: Candidates, at: number, before: number): boolean =>
  ranksBefore(logits[at]!, ids[at]!, logits[before]!, ids[before]!);

function middleOfThree(candidates: Candidates, a: number, b: number, c: number): number {
  const ab = stands(candidates, a, b);
  if (ab === stands(candidates, b, c)) return b;
  return ab === stands(candidates, a, c) ? c : a;
}
