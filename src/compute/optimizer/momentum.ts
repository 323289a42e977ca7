import { clipped } from "./clip.ts";
import { commonKernelSettings } from "./kernel_settings.ts";
import type { Optimizer } from "./optimizer.ts";

export interface MomentumConfig {
  /** Share of the old direction that is kept, 0 ≤ momentum < 1. */
  readonly momentum: number;
  /** Look ahead along the new direction. */
  readonly nesterov: boolean;
  /** Added to the gradient as weightDecay · p. */
  readonly weightDecay: number;
}

/**
 * Stochastic gradient descent with momentum, as `torch.optim.SGD` with dampening 0:
 * m ← momentum · m + g, then p ← p − rate · m, or with Nesterov p ← p − rate · (g + momentum · m).
 * The learning rate is outside of m, so a change of it acts at once.
 */
export function momentum(config: MomentumConfig): Optimizer {
  const { momentum: mu, nesterov, weightDecay } = config;
  return {
    name: "momentum",
    slots: ["momentum"],
    code: 1,
    update(parameters, gradient, slots, settings) {
      const m = slots[0]!;
      for (let i = 0; i < parameters.length; i++) {
        const p = parameters[i]!;
        const g = clipped(gradient[i]!, settings) + weightDecay * p;
        const direction = mu * m[i]! + g;
        m[i] = direction;
        parameters[i] = p - settings.learningRate * (nesterov ? g + mu * direction : direction);
      }
    },
    kernelSettings: (settings) => [
      ...commonKernelSettings(settings, weightDecay),
      mu,
      nesterov ? 1 : 0,
    ],
  };
}
