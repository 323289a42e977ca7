/** A regression tree over points of the unit cube. */

/** A box of the cube and the mean of the results in it. */
export interface Leaf {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly value: number;
}

/** A point and its result. */
export interface TreeSample {
  readonly point: readonly number[];
  readonly result: number;
}

/**
 * The leaves of a tree that is grown until every leaf holds one point or equal results. Each split
 * is the one, over all coordinates, that leaves the least sum of squared differences; of equal ones
 * the first coordinate and the lowest threshold, half-way between two points.
 */
export function regressionTree(observations: readonly TreeSample[]): readonly Leaf[] {
  const dimensions = observations[0]?.point.length ?? 0;
  const leaves: Leaf[] = [];
  const grow = (
    inside: readonly TreeSample[],
    low: readonly number[],
    high: readonly number[],
  ): void => {
    const split = bestSplit(inside, dimensions);
    if (split === undefined) {
      leaves.push({ low, high, value: mean(inside) });
      return;
    }
    const { axis, threshold } = split;
    const below = (observation: TreeSample) => observation.point[axis]! < threshold;
    grow(inside.filter(below), low, high.with(axis, threshold));
    grow(inside.filter((one) => !below(one)), low.with(axis, threshold), high);
  };
  grow(observations, new Array(dimensions).fill(0), new Array(dimensions).fill(1));
  return leaves;
}

interface Split {
  readonly axis: number;
  readonly threshold: number;
}

function bestSplit(inside: readonly TreeSample[], dimensions: number): Split | undefined {
  const first = inside[0]?.result;
  if (inside.every(({ result }) => result === first)) return undefined;
  // Results around their mean, so that sums of squares lose no digits.
  const center = mean(inside);
  let best: Split | undefined;
  let greatest = -Infinity;
  for (let axis = 0; axis < dimensions; axis++) {
    const sorted = [...inside].sort((a, b) => a.point[axis]! - b.point[axis]!);
    let sum = 0;
    for (let i = 0; i + 1 < sorted.length; i++) {
      sum += sorted[i]!.result - center;
      const here = sorted[i]!.point[axis]!;
      const next = sorted[i + 1]!.point[axis]!;
      if (here === next) continue;
      // The two halves' sums are opposite, as all results together sum to 0.
      const gain = sum * sum / (i + 1) + sum * sum / (sorted.length - i - 1);
      if (gain > greatest) {
        greatest = gain;
        best = { axis, threshold: (here + next) / 2 };
      }
    }
  }
  return best;
}

function mean(inside: readonly TreeSample[]): number {
  return inside.reduce((sum, { result }) => sum + result, 0) / inside.length;
}
