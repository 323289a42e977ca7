/**
 * The tokens that may be drawn: ids, logits and weights side by side. Tokens are ranked by their
 * logits, the largest first, equal ones by id; no more of the ranking is worked out than is asked for.
 */
import { loadKernels } from "../../kernels/load_kernels.ts";
import { pointerTo } from "../../kernels/pointer.ts";
import { reservedBytes } from "../../kernels/reserved_bytes.ts";
import { sharedMemory } from "../../kernels/shared_memory.ts";

export interface Candidates {
  /** 1 for each token of the vocabulary that is never drawn. */
  readonly banned: Uint8Array;
  readonly ids: Int32Array;
  readonly logits: Float64Array;
  readonly weights: Float64Array;
  /**
   * Weights of the first `count`: exp((logit − top) / temperature). Returns their sum, in order.
   */
  readonly weigh: (count: number, top: number, temperature: number) => number;
}

/** Room for as many candidates as there are words; logits and weights lie where a kernel reads them. */
export const makeCandidates = (
  vocabulary: number,
  banned: ReadonlySet<number>,
): Candidates => {
  const memory = sharedMemory(reservedBytes + 16 * vocabulary);
  const { exponentials } = loadKernels(memory);
  const [from, to] = [pointerTo(reservedBytes), pointerTo(reservedBytes + 8 * vocabulary)];
  return {
    banned: Uint8Array.from({ length: vocabulary }, (_, id) => banned.has(id) ? 1 : 0),
    ids: new Int32Array(vocabulary),
    logits: new Float64Array(memory.buffer, reservedBytes, vocabulary),
    weights: new Float64Array(memory.buffer, reservedBytes + 8 * vocabulary, vocabulary),
    weigh: (count, top, temperature) => exponentials(from, count, top, temperature, to),
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
