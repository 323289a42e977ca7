/** TPE's distribution over a range: a Parzen estimator of truncated normal kernels. */
import { logSumExp, type Mixture, mixtureWeights, pick } from "./mixture.ts";
import { logNormalDensity, normalMass } from "./normal.ts";
import { stepValue } from "../space/range_grid.ts";
import { roundValue } from "../space/round_value.ts";
import type { Range } from "../space/space.ts";

interface Kernel {
  readonly center: number;
  readonly width: number;
  /** Logarithm of its weight over the mass that lies within the range. */
  readonly logScale: number;
}

/**
 * One kernel an observation, as wide as the farther of its two neighbours is away, and the prior: a
 * kernel in the middle, as wide as the range. Everything is truncated to the range. On a log scale
 * the kernels lie over logarithms; where only steps (or whole numbers) are allowed, a value's
 * probability is the mass up to half a step on either side of it. As Optuna's univariate estimator
 * with its defaults (magic clip, no end points).
 *
 * @param observed values that trials had, from the first to the last trial
 */
export function rangeMixture(observed: readonly number[], range: Range): Mixture<number> {
  const step = range.step ?? (range.integer ? 1 : 0);
  const inner = range.scale === "log" ? Math.log : (x: number) => x;
  const outer = range.scale === "log" ? Math.exp : (x: number) => x;
  const low = inner(range.min - step / 2);
  const high = inner(range.max + step / 2);
  const centers = [...observed.map(inner), (low + high) / 2];
  const widths = [...kernelWidths(centers, low, high), high - low];
  const weights = mixtureWeights(observed.length);
  const kernels = centers.map((center, i): Kernel => {
    const width = widths[i]!;
    const mass = normalMass((low - center) / width, (high - center) / width);
    return { center, width, logScale: Math.log(weights[i]! / mass) };
  });

  const sample = (u: (index: number) => number): number => {
    const { center, width } = kernels[pick(weights, u(0))]!;
    // A center lies within the range and is no wider than it: a third of the draws at least is
    // kept.
    for (let draw = 1;; draw += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - u(draw)));
      const x = center + width * radius * Math.cos(2 * Math.PI * u(draw + 1));
      if (x < low || x > high) continue;
      if (step === 0) return roundValue(outer(x), range);
      const index = Math.round((outer(x) - range.min) / step);
      const value = stepValue(range, step, index);
      return Math.min(range.max, Math.max(range.min, value));
    }
  };

  const logLikelihood = (value: number): number => {
    if (step === 0) {
      const x = inner(value);
      return logSumExp(
        kernels.map(({ center, width, logScale }) =>
          logScale + logNormalDensity((x - center) / width) - Math.log(width)
        ),
      );
    }
    const from = inner(value - step / 2);
    const to = inner(value + step / 2);
    return logSumExp(
      kernels.map(({ center, width, logScale }) =>
        logScale + Math.log(normalMass((from - center) / width, (to - center) / width))
      ),
    );
  };
  return { sample, logLikelihood };
}

/**
 * Widths of all kernels but the prior, which is the last of `centers`: the distance to the farther
 * neighbour (the range's ends count as neighbours only where there is no other), at least the
 * range's length over min(100, n + 1) for n kernels.
 */
function kernelWidths(centers: readonly number[], low: number, high: number): number[] {
  const order = centers.map((_, i) => i).sort((a, b) => centers[a]! - centers[b]! || a - b);
  const points = [low, ...order.map((i) => centers[i]!), high];
  const last = order.length - 1;
  const widths = new Array<number>(centers.length);
  const least = (high - low) / Math.min(100, 1 + centers.length);
  for (const [place, i] of order.entries()) {
    const before = points[place + 1]! - points[place]!;
    const after = points[place + 2]! - points[place + 1]!;
    const inside = last === 0
      ? Math.max(before, after)
      : place === 0
      ? after
      : place === last
      ? before
      : Math.max(before, after);
    widths[i] = Math.min(high - low, Math.max(least, inside));
  }
  return widths.slice(0, -1);
}
