/** Writes a batch into the staging area, in the order in which the workers read its tokens. */
import { Schema } from "effect";
import { RunError } from "../../base/errors.ts";
import { elementIndex } from "../../kernels/pointer.ts";
import type { Batch } from "../../text/batch/batch.ts";
import { longestFirst } from "../../text/batch/longest_first.ts";
import { tokenCount } from "../../text/batch/token_count.ts";
import {
  bindingLayout,
  header,
  pieceCount,
  pieceHeader,
  pieceHeaderWords,
} from "../plan/binding.ts";
import type { Capacity, Plan } from "../plan/plan.ts";
import { groupTokens } from "./group_tokens.ts";
import { stagedBinding } from "./staging.ts";

export interface BindOptions {
  /** Whether the batch starts from the carried state of the lane. */
  readonly carried: boolean;
  /** 0 for training's carried state, 1 for evaluation's. */
  readonly lane: 0 | 1;
  /** Key of the dropout mask of a row's token; undefined outside training. */
  readonly dropoutKey: ((row: number, t: number) => number) | undefined;
}

/** Where the rows of a batch went. */
export interface Bound {
  readonly tokens: number;
  /** Where in the batch's inputs and targets each token row stands. */
  readonly placeOfToken: Int32Array;
  /** Row of the batch at each place of the carried states. */
  readonly order: readonly number[];
}

const Size = Schema.Struct({ rows: Schema.Number, tokens: Schema.Number, steps: Schema.Number });

/** A batch that is larger than its plan has room for. */
export class BatchTooLarge extends RunError.extend<BatchTooLarge>("BatchTooLarge")({
  _tag: Schema.tag("BatchTooLarge"),
  batch: Size,
  capacity: Size,
}) {
  override get message(): string {
    return `A batch of ${shown(this.batch)} does not fit a plan for ${shown(this.capacity)}`;
  }
}

const shown = ({ rows, tokens, steps }: Capacity): string =>
  `${rows} rows, ${tokens} tokens, ${steps} steps`;

/**
 * Rows are sorted by length and dealt to the pieces in turn, there and back, so that pieces are
 * alike and each time step's rows are the first ones of the piece.
 *
 * @throws BatchTooLarge
 */
export const bind = (plan: Plan, int32: Int32Array, batch: Batch, options: BindOptions): Bound => {
  const { rows, tokens } = checkSize(batch, plan.capacity);
  const layout = bindingLayout(plan.capacity);
  const base = elementIndex(stagedBinding(plan));
  const pieces = dealRows(batch.lengths, pieceCount(rows));
  const placeOfToken = new Int32Array(tokens);
  let token = 0;
  let sentence = 0;
  let stepWord = layout.steps;
  pieces.forEach((members, index) => {
    const firstToken = token;
    const steps = batch.lengths[members[0]!]!;
    const at = base + layout.pieces + index * pieceHeaderWords;
    int32[at + pieceHeader.firstToken] = firstToken;
    int32[at + pieceHeader.firstSentence] = sentence;
    int32[at + pieceHeader.sentences] = members.length;
    int32[at + pieceHeader.steps] = steps;
    int32[at + pieceHeader.stepRows] = stepWord;
    let active = members.length;
    for (let t = 0; t < steps; t++) {
      while (batch.lengths[members[active - 1]!]! <= t) active--;
      int32[base + stepWord++] = active;
      for (let i = 0; i < active; i++) {
        const row = members[i]!;
        const from = batch.offsets[row]! + t;
        int32[base + layout.ids + token] = batch.inputs[from]!;
        int32[base + layout.targets + token] = batch.targets[from]!;
        if (options.dropoutKey) int32[base + layout.keys + token] = options.dropoutKey(row, t);
        placeOfToken[token++] = from;
      }
    }
    int32[at + pieceHeader.tokens] = token - firstToken;
    sentence += members.length;
  });
  if (options.lane === 0) groupTokens(int32, base, layout, tokens);
  int32[base + header.tokens] = tokens;
  int32[base + header.rows] = rows;
  int32[base + header.pieces] = pieces.length;
  int32[base + header.carried] = options.carried ? 1 : 0;
  int32[base + header.lane] = options.lane;
  return { tokens, placeOfToken, order: pieces.flat() };
};

/** The size of a batch, which must fit. */
const checkSize = (batch: Batch, capacity: Capacity): Capacity => {
  const rows = batch.lengths.length;
  const tokens = tokenCount(batch);
  const steps = batch.lengths.reduce((most, length) => Math.max(most, length), 0);
  if (rows > capacity.rows || tokens > capacity.tokens || steps > capacity.steps) {
    throw new BatchTooLarge({ batch: { rows, tokens, steps }, capacity });
  }
  return { rows, tokens, steps };
};

const dealRows = (lengths: Int32Array, count: number): number[][] => {
  const pieces: number[][] = Array.from({ length: count }, () => []);
  longestFirst(lengths).forEach((row, place) => {
    const turn = place % (2 * count);
    pieces[turn < count ? turn : 2 * count - 1 - turn]!.push(row);
  });
  return pieces;
};
