/** The indices of some lengths, the longest first; of equal ones the earlier first. */
export const longestFirst = (lengths: Int32Array): Int32Array =>
  Int32Array.from(lengths.keys()).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
