/**
 * The tokens that may be drawn: ids, logits and weights side by side. Tokens are ranked by their
 * logits, the largest first, equal ones by id; no more of the ranking is worked out than is asked for.
 */
import { loadKernels } from "../../kernels/load_kernels.ts";
import { pointerTo } from "../../kernels/pointer.ts";
import { reservedBytes } from "../../kernels/reserved_bytes.ts";
import { sharedMemory } from "../../kernels/shared_memory.ts";

export interface Candidates {
  readonly ids: Int32Array;
  readonly logits: Float64Array;
  readonly weights: Float64Array;
  /** Sums of neighbouring parts of the ranking, see part_holding.ts. */
  readonly parts: Float64Array;
  /**
   * Takes all tokens as candidates, in the order of their ids; banned ones with a logit of −∞.
   * Returns the largest logit; NaN or +∞ if any token's logit is that.
   */
  readonly take: (logits: Float32Array | Float64Array) => number;
  /**
   * Weights of the first `count`: exp((logit − top) / temperature). Returns their sum.
   */
  readonly weigh: (count: number, top: number, temperature: number) => number;
  /** Place of the first of `count` with which the sum of the weights is above `target`, or `count`. */
  readonly reaching: (count: number, target: number) => number;
}

/** Parts that many candidates are divided into at once: their sums stay in the first cache. */
const partCount = 256;

/** Room for as many candidates as there are words; logits and weights lie where a kernel reads them. */
export const makeCandidates = (
  vocabulary: number,
  banned: ReadonlySet<number>,
): Candidates => {
  const memory = sharedMemory(reservedBytes + 16 * vocabulary);
  const { exponentials, largest, reaching } = loadKernels(memory);
  const [from, to] = [pointerTo(reservedBytes), pointerTo(reservedBytes + 8 * vocabulary)];
  const own = new Float64Array(memory.buffer, reservedBytes, vocabulary);
  const ids = new Int32Array(vocabulary);
  const inOrder = Int32Array.from(ids.keys());
  const out = [...banned].filter((id) => id >= 0 && id < vocabulary);
  return {
    ids,
    logits: own,
    weights: new Float64Array(memory.buffer, reservedBytes + 8 * vocabulary, vocabulary),
    parts: new Float64Array(partCount),
    take: (logits) => {
      ids.set(inOrder);
      own.set(logits);
      const top = largest(from, vocabulary);
      if (out.length === 0 || !(top < Infinity)) return top;
      for (const id of out) own[id] = -Infinity;
      return largest(from, vocabulary);
    },
    weigh: (count, top, temperature) => exponentials(from, count, top, temperature, to),
    reaching: (count, target) => reaching(to, count, target),
  };
};

/** Swaps two candidates. */
export const swap = ({ ids, logits, weights }: Candidates, a: number, b: number): void => {
  const id = ids[a]!, logit = logits[a]!, weight = weights[a]!;
  ids[a] = ids[b]!;
  logits[a] = logits[b]!;
  weights[a] = weights[b]!;
  ids[b] = id;
  logits[b] = logit;
  weights[b] = weight;
};
