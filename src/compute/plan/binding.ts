/**
 * The batch as the workers read it, in int32 words of the shared memory: how many rows each time
 * step of each piece has, and the token ids in that order.
 */
import { sentencesPerPiece } from "../../kernels/tuning.ts";
import { lineWords } from "./arena.ts";
import type { Capacity } from "./plan.ts";

/** Words of the header, in order. */
export const header = {
  tokens: 0,
  rows: 1,
  pieces: 2,
  groups: 3,
  /** 1 when the batch starts from the state that the one before left. */
  carried: 4,
  /** Which of the two carried states: 0 training's, 1 evaluation's. */
  lane: 5,
  /** Number of words that the training batch before looked up. */
  stale: 6,
} as const;
const headerWords = lineWords;

/** Words of a piece, in order. */
export const pieceHeader = {
  /** Its first token row, and how many it has. */
  firstToken: 0,
  tokens: 1,
  firstSentence: 2,
  sentences: 3,
  /** Time steps: the length of its longest sentence. */
  steps: 4,
  /** Where the rows of each time step stand, in words from the start of the binding. */
  stepRows: 5,
} as const;

/** How many words a piece takes. */
export const pieceHeaderWords = 6;

/**
 * Number of pieces that the rows of a batch are cut into, two at least unless there are very few: it
 * depends on nothing else.
 */
export const pieceCount = (rows: number): number =>
  rows < 4 ? 1 : Math.max(2, Math.ceil(rows / sentencesPerPiece));

/** Places of the parts of a binding, in words from its start. */
export interface BindingLayout {
  readonly pieces: number;
  readonly steps: number;
  readonly ids: number;
  readonly targets: number;
  readonly keys: number;
  /** Tokens grouped by id, ids rising: rows in order, starts of the groups, their ids. */
  readonly order: number;
  readonly groupStarts: number;
  readonly groupIds: number;
  /** groupIds of the training batch before. */
  readonly staleIds: number;
  readonly words: number;
}

export const bindingLayout = ({ rows, tokens, steps }: Capacity): BindingLayout => {
  const pieceLimit = pieceCount(rows);
  let next = headerWords;
  const take = (words: number) => {
    const at = next;
    next += Math.ceil(words / lineWords) * lineWords;
    return at;
  };
  return {
    pieces: take(pieceLimit * pieceHeaderWords),
    steps: take(pieceLimit * steps),
    ids: take(tokens),
    targets: take(tokens),
    keys: take(tokens),
    order: take(tokens),
    groupStarts: take(tokens + 1),
    groupIds: take(tokens),
    staleIds: take(tokens),
    words: next,
  };
};
