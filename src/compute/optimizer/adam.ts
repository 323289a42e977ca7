import { clipped } from "./clip.ts";
import { type AdamConfig, momentKernelSettings, momentNumbers, moveByMoments } from "./moments.ts";
import type { Optimizer } from "./optimizer.ts";

/**
 * Adam, as `torch.optim.Adam`: weight decay is added to the gradient (g + weightDecay · p), so it
 * enters the moments. In `adamw` it does not.
 */
export function adam(config: AdamConfig): Optimizer {
  return {
    name: "adam",
    slots: ["m", "v"],
    code: 4,
    update(parameters, gradient, slots, settings) {
      const m = slots[0]!, v = slots[1]!;
      const numbers = momentNumbers(config, settings);
      for (let i = 0; i < parameters.length; i++) {
        const p = parameters[i]!;
        const g = clipped(gradient[i]!, settings) + config.weightDecay * p;
        parameters[i] = moveByMoments(i, p, g, m, v, numbers);
      }
    },
    kernelSettings: (settings) => momentKernelSettings(config, settings),
  };
}
