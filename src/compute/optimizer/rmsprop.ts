import { clipped } from "./clip.ts";
import { commonKernelSettings } from "./kernel_settings.ts";
import type { Optimizer } from "./optimizer.ts";

export interface RmspropConfig {
  /** Share of the old square average that is kept. */
  readonly alpha: number;
  readonly epsilon: number;
  /** Added to the gradient as weightDecay · p. */
  readonly weightDecay: number;
}

/**
 * RMSProp, as `torch.optim.RMSprop` without centering and momentum:
 * s ← alpha · s + (1 − alpha) · g², p ← p − rate · g / (√s + epsilon).
 */
export function rmsprop({ alpha, epsilon, weightDecay }: RmspropConfig): Optimizer {
  return {
    name: "rmsprop",
    slots: ["square_average"],
    code: 2,
    update(parameters, gradient, slots, settings) {
      const s = slots[0]!;
      for (let i = 0; i < parameters.length; i++) {
        const p = parameters[i]!;
        const g = clipped(gradient[i]!, settings) + weightDecay * p;
        const square = alpha * s[i]! + (1 - alpha) * g * g;
        s[i] = square;
        parameters[i] = p - settings.learningRate * g / (Math.sqrt(square) + epsilon);
      }
    },
    kernelSettings: (settings) => [...commonKernelSettings(settings, weightDecay), alpha, epsilon],
  };
}
