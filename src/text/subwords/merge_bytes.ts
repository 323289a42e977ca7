import { byteCharacters } from "./byte_characters.ts";
import { heap } from "./heap.ts";
import { type Merge, pairOf } from "./merges.ts";

/**
 * Turns the bytes of a piece into token ids: each byte is a token, then, again and again, the pair
 * that stands first among the merges is joined, its leftmost place first.
 *
 * @param ids of all tokens, among them each byte and what each merge makes
 */
export function byteMerger(
  ids: ReadonlyMap<string, number>,
  merges: readonly Merge[],
): (bytes: Uint8Array) => readonly number[] {
  const ofByte = byteCharacters.map((character) => ids.get(character)!);
  const ranks = new Map<number, number>();
  const made = merges.map(([left, right], rank) => {
    ranks.set(pairOf(ids.get(left)!, ids.get(right)!), rank);
    return ids.get(left + right)!;
  });
  return (bytes) => merge(Array.from(bytes, (byte) => ofByte[byte]!), ranks, made);
}

/** Places are below 2²⁰: a piece has a few thousand characters. */
const places = 1 << 20;

/**
 * @param tokens joined in place
 * @param ranks of pairs that are joined
 * @param made the token that each rank makes
 */
function merge(
  tokens: number[],
  ranks: ReadonlyMap<number, number>,
  made: readonly number[],
): readonly number[] {
  // A token that was joined to the one before it is −1; the links lead past it.
  const next = tokens.map((_, i) => i + 1), before = tokens.map((_, i) => i - 1);
  const rankAt = (i: number): number | undefined =>
    next[i]! < tokens.length ? ranks.get(pairOf(tokens[i]!, tokens[next[i]!]!)) : undefined;
  // Rank and place of each pair to be joined, as one number; some of them are gone by their turn.
  const queue = heap<number>((a, b) => a < b);
  const enqueue = (i: number) => {
    const rank = rankAt(i);
    if (rank !== undefined) queue.push(rank * places + i);
  };
  for (let i = 0; i + 1 < tokens.length; i++) enqueue(i);
  for (let top = queue.pop(); top !== undefined; top = queue.pop()) {
    const i = top % places, rank = Math.floor(top / places);
    if (tokens[i] === -1 || rankAt(i) !== rank) continue;
    const joined = next[i]!, after = next[joined]!;
    tokens[i] = made[rank]!;
    tokens[joined] = -1;
    next[i] = after;
    if (after < tokens.length) before[after] = i;
    if (before[i]! >= 0) enqueue(before[i]!);
    enqueue(i);
  }
  return tokens.filter((token) => token >= 0);
}
