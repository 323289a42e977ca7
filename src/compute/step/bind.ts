/** Writes a batch into the staging area in the order in which the workers meet its tokens. */
import { elementIndex } from "../../kernels/pointer.ts";
import type { Batch } from "../../text/batch/batch.ts";
import {
  type BindingLayout,
  bindingLayout,
  header,
  pieceCount,
  pieceWords,
} from "../plan/binding.ts";
import type { Plan } from "../plan/plan.ts";
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
  /** Row of the batch that each token row belongs to. */
  readonly rowOfToken: Int32Array;
  /** Row of the batch at each place of the carried states. */
  readonly order: readonly number[];
}

/**
 * Rows are sorted by length and dealt to the pieces in turn, there and back, so that pieces are
 * alike and each time step's rows are the first ones of the piece.
 *
 * @throws RangeError when the batch is larger than the plan has room for
 */
export const bind = (plan: Plan, int32: Int32Array, batch: Batch, options: BindOptions): Bound => {
  const { capacity } = plan;
  const rows = batch.lengths.length;
  const tokens = batch.lengths.reduce((sum, length) => sum + length, 0);
  const longest = batch.lengths.reduce((most, length) => Math.max(most, length), 0);
  if (rows > capacity.rows || tokens > capacity.tokens || longest > capacity.steps) {
    throw new RangeError(
      `A batch of ${rows} rows, ${tokens} tokens, ${longest} steps does not fit a plan for ` +
        `${capacity.rows} rows, ${capacity.tokens} tokens, ${capacity.steps} steps`,
    );
  }
  const layout = bindingLayout(capacity);
  const base = elementIndex(stagedBinding(plan));
  const pieces = dealRows(batch.lengths, pieceCount(rows));
  const rowOfToken = new Int32Array(tokens);
  let token = 0;
  let sentence = 0;
  let stepWord = layout.steps;
  pieces.forEach((members, index) => {
    const at = base + layout.pieces + index * pieceWords;
    const firstToken = token;
    const steps = batch.lengths[members[0]!]!;
    int32[at] = firstToken;
    int32[at + 2] = sentence;
    int32[at + 3] = members.length;
    int32[at + 4] = steps;
    int32[at + 5] = stepWord;
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
        rowOfToken[token++] = row;
      }
    }
    int32[at + 1] = token - firstToken;
    sentence += members.length;
  });
  if (options.lane === 0) regroup(int32, base, layout, tokens);
  int32[base + header.tokens] = tokens;
  int32[base + header.rows] = rows;
  int32[base + header.pieces] = pieces.length;
  int32[base + header.carried] = options.carried ? 1 : 0;
  int32[base + header.lane] = options.lane;
  return { tokens, rowOfToken, order: pieces.flat() };
};

const dealRows = (lengths: Int32Array, count: number): number[][] => {
  const order = Array.from(lengths.keys()).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  const pieces: number[][] = Array.from({ length: count }, () => []);
  order.forEach((row, place) => {
    const turn = place % (2 * count);
    pieces[turn < count ? turn : 2 * count - 1 - turn]!.push(row);
  });
  return pieces;
};

/** Groups the tokens of a training batch by id, and keeps the ids of the one before. */
const regroup = (int32: Int32Array, base: number, layout: BindingLayout, tokens: number): void => {
  const stale = int32[base + header.groups]!;
  const old = base + layout.groupIds;
  int32.copyWithin(base + layout.staleIds, old, old + stale);
  int32[base + header.stale] = stale;
  int32[base + header.groups] = groupTokens(
    int32.subarray(base + layout.ids, base + layout.ids + tokens),
    int32,
    base + layout.order,
    base + layout.groupStarts,
    base + layout.groupIds,
  );
};

/** Token rows grouped by id, ids rising, rows rising within a group. Returns the number of groups. */
const groupTokens = (
  ids: Int32Array,
  int32: Int32Array,
  order: number,
  starts: number,
  groupIds: number,
): number => {
  // Sorting id·2³² + row keeps rows in order within an id.
  const sorted = Float64Array.from(ids, (id, row) => id * 4294967296 + row).sort();
  let groups = 0;
  let last = -1;
  sorted.forEach((value, at) => {
    const id = Math.floor(value / 4294967296);
    int32[order + at] = value - id * 4294967296;
    if (id !== last) {
      int32[starts + groups] = at;
      int32[groupIds + groups++] = id;
      last = id;
    }
  });
  int32[starts + groups] = ids.length;
  return groups;
};
