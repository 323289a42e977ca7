/** The tokens of a training batch grouped by id, for the gradients of tables. */
import { type BindingLayout, header } from "../plan/binding.ts";

/**
 * Groups the tokens of the batch that is bound at `base`, and keeps the ids of the one before: their
 * rows of a table's gradient must be wiped.
 */
export const groupTokens = (
  int32: Int32Array,
  base: number,
  layout: BindingLayout,
  tokens: number,
): void => {
  const stale = int32[base + header.groups]!;
  const old = base + layout.groupIds;
  int32.copyWithin(base + layout.staleIds, old, old + stale);
  int32[base + header.stale] = stale;
  int32[base + header.groups] = writeGroups(int32, base, layout, tokens);
};

/** Token rows grouped by id, ids rising, rows rising within a group. Returns the number of groups. */
const writeGroups = (
  int32: Int32Array,
  base: number,
  layout: BindingLayout,
  tokens: number,
): number => {
  const order = base + layout.order;
  const starts = base + layout.groupStarts;
  const groupIds = base + layout.groupIds;
  const ids = int32.subarray(base + layout.ids, base + layout.ids + tokens);
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
