/**
 * Length of the shortest start of `weights` (in falling order) that holds at least the share `topP`
 * of their sum; at least 1. Source: Holtzman et al., The Curious Case of Neural Text Degeneration,
 * 2020.
 */
export function nucleus(weights: Float64Array, topP: number): number {
  let total = 0;
  for (const w of weights) total += w;
  let held = 0;
  for (let i = 0; i < weights.length; i++) {
    held += weights[i]!;
    if (held >= topP * total) return i + 1;
  }
  return weights.length;
}
