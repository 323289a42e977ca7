/**
 * Byte-pair encoding learnt from a text (Sennrich, Haddow and Birch, 2016): the pair of tokens that
 * occurs most often becomes a token, again and again.
 */
import { byteAlphabet, byteCharacters } from "./byte_characters.ts";
import { heap } from "./heap.ts";
import { leftOf, type Merge, pairOf, rightOf } from "./merges.ts";

/** A piece of a text as bytes, and how often it occurs. */
export interface CountedPiece {
  readonly bytes: Uint8Array;
  readonly count: number;
}

export interface LearntTokens {
  /** The 256 bytes, then what each merge makes, in the order of learning. */
  readonly tokens: readonly string[];
  readonly merges: readonly Merge[];
}

/** Pieces in which a pair may be joined, and how often it occurred when it was queued. */
interface Candidate {
  readonly pair: number;
  readonly pieces: readonly number[];
  count: number;
}

/**
 * At most `size` tokens. Of pairs that occur equally often, the one whose left token is older goes
 * first, then the one whose right token is: so the order of the pieces does not matter. It learns
 * the merges that Hugging Face's `BpeTrainer` learns, with the whole alphabet of bytes.
 */
export function learnMerges(counted: readonly CountedPiece[], size: number): LearntTokens {
  const tokens = [...byteAlphabet];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const { symbols, starts, lengths } = layOut(counted, ids);
  const counts = new Map<number, number>();
  let found = new Map<number, number[]>(); // pieces with new pairs
  const queue = heap<Candidate>((a, b) =>
    a.count !== b.count ? a.count > b.count : a.pair < b.pair
  );
  const change = (pair: number, by: number, piece: number) => {
    counts.set(pair, (counts.get(pair) ?? 0) + by);
    if (by < 0) return;
    const known = found.get(pair);
    if (known === undefined) found.set(pair, [piece]);
    else if (known.at(-1) !== piece) known.push(piece);
  };
  const enqueueFound = () => {
    for (const [pair, pieces] of found) {
      const count = counts.get(pair)!;
      if (count > 0) queue.push({ pair, pieces, count });
    }
    found = new Map();
  };

  starts.forEach((start, nth) => {
    for (let i = start; i + 1 < start + lengths[nth]!; i++) {
      change(pairOf(symbols[i]!, symbols[i + 1]!), counted[nth]!.count, nth);
    }
  });
  enqueueFound();
  // A token may be made in two ways: the pair that is learnt later adds a merge and no token.
  const merges = new Map<number, Merge>();
  for (let top = queue.pop(); top !== undefined && tokens.length < size; top = queue.pop()) {
    const { pair, count } = top;
    if (count !== counts.get(pair)) {
      top.count = counts.get(pair)!;
      if (top.count > 0) queue.push(top);
      continue;
    }
    const left = leftOf(pair), right = rightOf(pair);
    const token = tokens[left]! + tokens[right]!;
    const id = ids.get(token) ?? tokens.push(token) - 1;
    ids.set(token, id);
    merges.delete(pair);
    merges.set(pair, [tokens[left]!, tokens[right]!]);
    for (const nth of top.pieces) {
      const start = starts[nth]!, times = counted[nth]!.count;
      const piece = symbols.subarray(start, start + lengths[nth]!);
      lengths[nth] = join(piece, { left, right, id }, (changed, by) => {
        change(changed, by * times, nth);
      });
    }
    enqueueFound();
  }
  return { tokens, merges: [...merges.values()] };
}

/** The bytes of all pieces as tokens in one array, and where each piece lies there. */
function layOut(counted: readonly CountedPiece[], ids: ReadonlyMap<string, number>) {
  const ofByte = byteCharacters.map((character) => ids.get(character)!);
  const lengths = Int32Array.from(counted, ({ bytes }) => bytes.length);
  const starts = new Int32Array(counted.length);
  let n = 0;
  lengths.forEach((length, nth) => {
    starts[nth] = n;
    n += length;
  });
  const symbols = new Int32Array(n);
  counted.forEach(({ bytes }, nth) => {
    bytes.forEach((byte, i) => symbols[starts[nth]! + i] = ofByte[byte]!);
  });
  return { symbols, starts, lengths };
}

/**
 * Joins a pair wherever it stands in a piece, from the left, and tells how often which pairs occur
 * more or less. Returns the piece's new length.
 */
function join(
  piece: Int32Array,
  { left, right, id }: { readonly left: number; readonly right: number; readonly id: number },
  changed: (pair: number, by: 1 | -1) => void,
): number {
  const { length } = piece;
  let to = 0;
  for (let from = 0; from < length; from++) {
    if (piece[from] !== left || from + 1 === length || piece[from + 1] !== right) {
      piece[to++] = piece[from]!;
      continue;
    }
    if (to > 0) {
      changed(pairOf(piece[to - 1]!, left), -1);
      changed(pairOf(piece[to - 1]!, id), 1);
    }
    from++;
    if (from + 1 < length) {
      changed(pairOf(right, piece[from + 1]!), -1);
      changed(pairOf(id, piece[from + 1]!), 1);
    }
    piece[to++] = id;
  }
  return to;
}
