import { clipped } from "./clip.ts";
import { commonKernelSettings } from "./kernel_settings.ts";
import type { Optimizer } from "./optimizer.ts";

export interface AdagradConfig {
  readonly epsilon: number;
  /** Added to the gradient as weightDecay · p. */
  readonly weightDecay: number;
}

/**
 * Adagrad, as `torch.optim.Adagrad` without decay of the rate and an initial sum of 0:
 * s ← s + g², p ← p − rate · g / (√s + epsilon).
 */
export function adagrad({ epsilon, weightDecay }: AdagradConfig): Optimizer {
  return {
    name: "adagrad",
    slots: ["square_sum"],
    code: 3,
    update(parameters, gradient, slots, settings) {
      const s = slots[0]!;
      for (let i = 0; i < parameters.length; i++) {
        const p = parameters[i]!;
        const g = clipped(gradient[i]!, settings) + weightDecay * p;
        const square = s[i]! + g * g;
        s[i] = square;
        parameters[i] = p - settings.learningRate * g / (Math.sqrt(square) + epsilon);
      }
    },
    kernelSettings: (settings) => [...commonKernelSettings(settings, weightDecay), epsilon],
  };
}
