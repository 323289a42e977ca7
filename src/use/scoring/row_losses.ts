import { Effect } from "effect";
import type { RunError } from "../../base/errors.ts";
import { Engine } from "../../compute/engine.ts";
import type { Batch } from "../../text/batch/batch.ts";
import { longestFirst } from "../../text/batch/longest_first.ts";
import type { ScoringRoom } from "./scoring_room.ts";

/**
 * Cross-entropy in nats of each predicted token of rows, of which each first token is only read.
 * Rows of like length are computed side by side.
 */
export const rowLosses = Effect.fnUntraced(function* (
  rows: readonly Int32Array[],
  room: ScoringRoom,
): Effect.fn.Return<readonly Float64Array[], RunError, Engine> {
  const losses = rows.map((row) => new Float64Array(row.length - 1));
  const order = longestFirst(Int32Array.from(rows, (row) => row.length));
  for (let at = 0; at < order.length; at += room.rows) {
    const chosen = [...order.subarray(at, at + room.rows)];
    yield* readSideBySide(
      chosen.map((row) => rows[row]!),
      chosen.map((row) => losses[row]!),
      room.tokens,
    );
  }
  return losses;
});

/**
 * Reads rows, the longest first, and writes their losses. What has no room in one batch follows in
 * further ones, which carry the state of every row on; a row that has ended reads a token more that
 * counts for nothing.
 */
const readSideBySide = Effect.fnUntraced(function* (
  rows: readonly Int32Array[],
  losses: readonly Float64Array[],
  mostTokens: number,
): Effect.fn.Return<void, RunError, Engine> {
  const engine = yield* Engine;
  const longest = losses[0]!.length;
  for (let from = 0; from < longest;) {
    const going = losses.filter(({ length }) => length > from).length;
    const size = Math.floor((mostTokens - (rows.length - going)) / going);
    const batch = pieceOf(rows, from, size);
    const { tokenLosses } = yield* engine.evaluate(batch);
    for (let row = 0; row < going; row++) {
      const at = batch.offsets[row]!;
      losses[row]!.set(tokenLosses.subarray(at, at + batch.lengths[row]!), from);
    }
    from += size;
  }
});

/** At most `size` predicted tokens of each row from number `from` on, one of a row that has ended. */
function pieceOf(rows: readonly Int32Array[], from: number, size: number): Batch {
  const lengths = Int32Array.from(
    rows,
    (row) => Math.max(1, Math.min(size, row.length - 1 - from)),
  );
  const offsets = new Int32Array(rows.length + 1);
  lengths.forEach((length, row) => offsets[row + 1] = offsets[row]! + length);
  const inputs = new Int32Array(offsets[rows.length]!);
  const targets = new Int32Array(inputs.length);
  rows.forEach((row, index) => {
    if (from >= row.length - 1) return;
    const to = from + lengths[index]!;
    inputs.set(row.subarray(from, to), offsets[index]);
    targets.set(row.subarray(from + 1, to + 1), offsets[index]);
  });
  return { epoch: 0, index: 0, lengths, offsets, inputs, targets, carried: from > 0 };
}
