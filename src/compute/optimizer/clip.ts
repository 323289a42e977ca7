/**
 * Gradient clipping. By norm, every gradient element is multiplied by one factor; by value, each is
 * bounded on its own. Both happen inside the update (see {@link UpdateSettings}), before weight
 * decay.
 */
import type { UpdateSettings } from "./optimizer.ts";

/** Written as `training.clip`. */
export type Clip = "none" | { readonly norm: number } | { readonly value: number };

/** √(Σ g²) over all parameters' gradients, summed in float64 in the order given. */
export function gradientNorm(gradients: Iterable<Float64Array>): number {
  let sum = 0;
  for (const gradient of gradients) {
    for (const g of gradient) sum += g * g;
  }
  return Math.sqrt(sum);
}

/** Added to the norm, so that a gradient of 0 is divided by something. */
const normEpsilon = 1e-6;

/** min(1, maxNorm / (norm + 1e-6)), as `torch.nn.utils.clip_grad_norm_`; NaN for a NaN norm. */
export function clipScale(norm: number, maxNorm: number): number {
  return Math.min(1, maxNorm / (norm + normEpsilon));
}

/** The clipping settings of the update, for a gradient of this norm. */
export function clipSettings(
  clip: Clip,
  norm: number,
): Pick<UpdateSettings, "gradientScale" | "gradientLimit"> {
  if (clip === "none") return { gradientScale: 1, gradientLimit: Infinity };
  if ("norm" in clip) {
    return { gradientScale: clipScale(norm, clip.norm), gradientLimit: Infinity };
  }
  return { gradientScale: 1, gradientLimit: clip.value };
}

/** The gradient element that an optimizer sees: scaled, then bounded to ±limit. NaN stays NaN. */
export function clipped(gradient: number, settings: UpdateSettings): number {
  const { gradientScale, gradientLimit } = settings;
  return Math.max(-gradientLimit, Math.min(gradientLimit, gradient * gradientScale));
}
