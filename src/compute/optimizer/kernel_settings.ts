import type { UpdateSettings } from "./optimizer.ts";

/**
 * The four numbers with which every update kernel's settings begin: learning rate, gradient scale,
 * gradient limit, weight decay.
 */
export function commonKernelSettings(
  settings: UpdateSettings,
  weightDecay: number,
): readonly number[] {
  return [settings.learningRate, settings.gradientScale, settings.gradientLimit, weightDecay];
}
