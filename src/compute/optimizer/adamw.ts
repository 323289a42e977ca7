import { clipped } from "./clip.ts";
import { type AdamConfig, momentKernelSettings, momentNumbers, moveByMoments } from "./moments.ts";
import type { Optimizer } from "./optimizer.ts";

/**
 * AdamW, as `torch.optim.AdamW`: weight decay shrinks the parameter by rate · weightDecay before
 * the step and stays out of the moments. Source: Loshchilov and Hutter, Decoupled Weight Decay
 * Regularization, 2019.
 */
export function adamw(config: AdamConfig): Optimizer {
  return {
    name: "adamw",
    slots: ["m", "v"],
    code: 5,
    update(parameters, gradient, slots, settings) {
      const m = slots[0]!, v = slots[1]!;
      const numbers = momentNumbers(config, settings);
      const kept = 1 - settings.learningRate * config.weightDecay;
      for (let i = 0; i < parameters.length; i++) {
        const g = clipped(gradient[i]!, settings);
        parameters[i] = moveByMoments(i, parameters[i]! * kept, g, m, v, numbers);
      }
    },
    kernelSettings: (settings) => momentKernelSettings(config, settings),
  };
}
