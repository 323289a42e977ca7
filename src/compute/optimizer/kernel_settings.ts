import type { UpdateSettings } from "./optimizer.ts";

/**
 * The first four settings of every update kernel: learning rate, gradient scale, gradient limit,
 * weight decay.
 */
export function commonKernelSettings(
  settings: UpdateSettings,
  weightDecay: number,
): readonly number[] {
  return [settings.learningRate, settings.gradientScale, settings.gradientLimit, weightDecay];
}
