import { clipped } from "./clip.ts";
import { commonKernelSettings } from "./kernel_settings.ts";
import type { Optimizer } from "./optimizer.ts";

export interface SgdConfig {
  /** Added to the gradient as weightDecay · p. */
  readonly weightDecay: number;
}

/** Stochastic gradient descent: p ← p − rate · (g + weightDecay · p), as `torch.optim.SGD`. */
export function sgd({ weightDecay }: SgdConfig): Optimizer {
  return {
    name: "sgd",
    slots: [],
    sparse: weightDecay === 0,
    linear: weightDecay === 0,
    code: 0,
    update(parameters, gradient, _slots, settings) {
      for (let i = 0; i < parameters.length; i++) {
        const p = parameters[i]!;
        const g = clipped(gradient[i]!, settings) + weightDecay * p;
        parameters[i] = p - settings.learningRate * g;
      }
    },
    kernelSettings: (settings) => commonKernelSettings(settings, weightDecay),
  };
}
