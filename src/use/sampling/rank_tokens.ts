/**
 * Ids of the possible tokens, the likeliest first, equal ones by id. Banned tokens and tokens of
 * probability 0 (log-probability −∞) are left out.
 */
export function rankTokens(
  logProbabilities: Float64Array,
  banned: ReadonlySet<number>,
): Int32Array {
  const ids = new Int32Array(logProbabilities.length);
  let count = 0;
  for (let id = 0; id < logProbabilities.length; id++) {
    if (logProbabilities[id]! !== -Infinity && !banned.has(id)) ids[count++] = id;
  }
  return ids.subarray(0, count).sort((a, b) =>
    logProbabilities[b]! - logProbabilities[a]! || a - b
  );
}
