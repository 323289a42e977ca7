import { pow } from "../../kernels/math.ts";
import type { UpdateSettings } from "./optimizer.ts";
import { commonKernelSettings } from "./kernel_settings.ts";

export interface AdamConfig {
  /** Share of the old first moment (mean of g) that is kept. */
  readonly beta1: number;
  /** Share of the old second moment (mean of g²) that is kept. */
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/**
 * Updates one element by its moments and returns the new value; shared by Adam and AdamW.
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,
 * p − rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε).
 * Source: Kingma and Ba, Adam, 2015, in the arrangement of `torch.optim.Adam`.
 */
export function moveByMoments(
  i: number,
  p: number,
  g: number,
  m: Float64Array,
  v: Float64Array,
  numbers: MomentNumbers,
): number {
  const { beta1, beta2, epsilon, stepSize, rootCorrection } = numbers;
  const first = beta1 * m[i]! + (1 - beta1) * g;
  const second = beta2 * v[i]! + (1 - beta2) * g * g;
  m[i] = first;
  v[i] = second;
  return p - stepSize * first / (Math.sqrt(second) / rootCorrection + epsilon);
}

/** What {@link moveByMoments} needs, the same for all elements of a step. */
export interface MomentNumbers extends Pick<AdamConfig, "beta1" | "beta2" | "epsilon"> {
  /** rate / (1 − β₁ᵗ) */
  readonly stepSize: number;
  /** √(1 − β₂ᵗ) */
  readonly rootCorrection: number;
}

export function momentNumbers(config: AdamConfig, settings: UpdateSettings): MomentNumbers {
  const { beta1, beta2, epsilon } = config;
  return {
    beta1,
    beta2,
    epsilon,
    stepSize: settings.learningRate / (1 - pow(beta1, settings.time)),
    rootCorrection: Math.sqrt(1 - pow(beta2, settings.time)),
  };
}

/** The eleven numbers that the kernels of Adam and AdamW read. */
export function momentKernelSettings(
  config: AdamConfig,
  settings: UpdateSettings,
): readonly number[] {
  const { beta1, beta2, epsilon, weightDecay } = config;
  return [
    ...commonKernelSettings(settings, weightDecay),
    beta1,
    beta2,
    epsilon,
    1 - pow(beta1, settings.time),
    Math.sqrt(1 - pow(beta2, settings.time)),
    1 - beta1,
    1 - beta2,
  ];
}
