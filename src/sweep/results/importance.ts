/**
 * How much each parameter matters: functional analysis of variance on a forest (Hutter, Hoos and
 * Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance", 2014).
 */
import { below } from "../../base/random/below.ts";
import { key } from "../../base/random/key.ts";
import { type Leaf, regressionTree, type TreeSample } from "./regression_tree.ts";
import type { Assignment, Space } from "../space/space.ts";
import { unitPoint } from "../space/unit_cube.ts";

/** Trees of the forest, each grown on as many trials as there are, drawn with replacement. */
const trees = 64;

/**
 * Most values of parameters that a tree is grown on: more would take minutes, and change little.
 */
const mostValues = 5000;

/** Trials under which nothing is said. */
export const leastTrials = 8;

/** A trial's values and what they led to. */
export interface MeasuredTrial {
  readonly values: Assignment;
  readonly result: number;
}

/** What a parameter explains by itself. */
export interface Importance {
  readonly path: string;
  /** Share of the variance over the space, 0…1; the rest is of parameters acting together. */
  readonly share: number;
}

/**
 * Shares of the variance of a forest's prediction that each parameter explains by itself (its main
 * effect), the greatest first; empty where there are too few trials or no difference between them.
 * The same trials give the same shares.
 */
export function importances(space: Space, trials: readonly MeasuredTrial[]): readonly Importance[] {
  if (trials.length < leastTrials) return [];
  const observations = trials.map(({ values, result }): TreeSample => ({
    point: unitPoint(space, values),
    result,
  }));
  const sums = new Array<number>(space.length).fill(0);
  let counted = 0;
  for (let tree = 0; tree < trees; tree++) {
    const leaves = regressionTree(resample(observations, tree));
    const volumes = leaves.map(volume);
    const mean = meanValue(leaves, volumes);
    const total = totalVariance(leaves, volumes, mean);
    if (!(total > 0)) continue;
    counted++;
    for (let axis = 0; axis < space.length; axis++) {
      sums[axis]! += mainVariance(leaves, volumes, axis, mean) / total;
    }
  }
  if (counted === 0) return [];
  return space.map(({ path }, axis) => ({ path, share: sums[axis]! / counted }))
    .sort((a, b) => b.share - a.share);
}

function resample(observations: readonly TreeSample[], tree: number): TreeSample[] {
  const stream = key(0, "sweep importance", tree);
  const { length } = observations;
  const most = Math.max(50, Math.floor(mostValues / observations[0]!.point.length));
  return Array.from(
    { length: Math.min(length, most) },
    (_, i) => observations[below(stream, i, length)]!,
  );
}

const length = ({ low, high }: Leaf, axis: number) => high[axis]! - low[axis]!;

/** Volume of a leaf's box. */
const volume = (leaf: Leaf): number =>
  leaf.low.reduce((product, _, axis) => product * length(leaf, axis), 1);

const meanValue = (leaves: readonly Leaf[], volumes: readonly number[]): number =>
  leaves.reduce((sum, { value }, i) => sum + value * volumes[i]!, 0);

/** Variance of a tree's prediction over the cube. */
const totalVariance = (leaves: readonly Leaf[], volumes: readonly number[], mean: number): number =>
  leaves.reduce((sum, { value }, i) => sum + (value - mean) ** 2 * volumes[i]!, 0);

/** Variance along an axis of the prediction averaged over all other axes. */
function mainVariance(
  leaves: readonly Leaf[],
  volumes: readonly number[],
  axis: number,
  mean: number,
): number {
  const bounds = [...new Set(leaves.flatMap(({ low, high }) => [low[axis]!, high[axis]!]))]
    .sort((a, b) => a - b);
  const place = new Map(bounds.map((bound, i) => [bound, i]));
  // Each leaf adds to the stretches from its low end on, and takes it back at its high end.
  const changes = new Float64Array(bounds.length);
  for (const [i, leaf] of leaves.entries()) {
    const share = leaf.value * volumes[i]! / length(leaf, axis);
    changes[place.get(leaf.low[axis]!)!]! += share;
    changes[place.get(leaf.high[axis]!)!]! -= share;
  }
  let [sum, marginal] = [0, 0];
  for (let i = 0; i + 1 < bounds.length; i++) {
    marginal += changes[i]!;
    sum += (marginal - mean) ** 2 * (bounds[i + 1]! - bounds[i]!);
  }
  return sum;
}
