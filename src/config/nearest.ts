/** Guesses the intended name behind a misspelling. */

/**
 * Edits (insert, delete, replace, swap two neighbours) that turn `a` into `b`: the optimal string
 * alignment distance, in O(|a|·|b|).
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replace, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, beforeLast[j - 2]! + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/**
 * The candidate that is closest to `name`, case apart, or undefined when none is close.
 *
 * @param allowed most edits; by default one for three letters, two for six, then a third of them
 */
export function nearest(
  name: string,
  candidates: Iterable<string>,
  allowed: number = name.length <= 3 ? 1 : Math.max(2, Math.floor(name.length / 3)),
): string | undefined {
  const lower = name.toLowerCase();
  let found: string | undefined;
  let best = allowed + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= best) continue;
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance < best && distance < candidate.length) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

/** What `hidden_size`, `hiddenSize` and `Hidden-Size` have in common: a name apart from spelling. */
export const alike = (name: string): string => name.toLowerCase().replaceAll(/[_\-\s]/g, "");
