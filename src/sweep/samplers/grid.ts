/** Grid search: every combination, the last parameter changing first. */
import { stepCount, stepValue } from "../space/range_grid.ts";
import {
  type Assignment,
  isActive,
  type Parameter,
  type Scalar,
  type Space,
} from "../space/space.ts";
import type { Sample } from "./sample.ts";

/** The values of a parameter in a grid; undefined for a range without step, which has no end. */
export function gridValues({ domain }: Parameter): readonly Scalar[] | undefined {
  if ("values" in domain) return domain.values;
  const { step } = domain;
  if (step === undefined) return domain.min === domain.max ? [domain.min] : undefined;
  return Array.from({ length: stepCount(domain, step) }, (_, i) => stepValue(domain, step, i));
}

/**
 * All combinations in the order of the grid: the first parameter changes last. A parameter that is
 * not active takes no part, so no combination comes twice.
 */
export function* gridAssignments(space: Space): Generator<Assignment, void> {
  yield* combine(space, 0, {});
}

function* combine(
  space: Space,
  index: number,
  chosen: Assignment,
): Generator<Assignment, void> {
  const parameter = space[index];
  if (parameter === undefined) {
    yield chosen;
  } else if (!isActive(parameter, chosen)) {
    yield* combine(space, index + 1, chosen);
  } else {
    for (const value of gridValues(parameter) ?? []) {
      yield* combine(space, index + 1, { ...chosen, [parameter.path]: value });
    }
  }
}

/** Number of combinations, or `limit + 1` where there are more than `limit`. */
export function gridSize(space: Space, limit = Infinity): number {
  let size = 0;
  for (const _ of gridAssignments(space)) {
    if (++size > limit) break;
  }
  return size;
}

/** The combinations of a space that were asked for last. */
interface Walk {
  readonly rest: Iterator<Assignment, void>;
  trial: number;
  current: Assignment | "exhausted";
}

/** A space's walk is kept, since trials ask in turn; otherwise each would start from the first. */
const walks = new WeakMap<Space, Walk>();

/** Trial n is combination n; the history plays no part. */
export const sampleGrid: Sample = ({ space, trial }) => {
  let walk = walks.get(space);
  if (walk === undefined || walk.trial > trial) {
    walk = { rest: gridAssignments(space), trial: -1, current: "exhausted" };
    walks.set(space, walk);
  }
  for (; walk.trial < trial; walk.trial++) walk.current = walk.rest.next().value ?? "exhausted";
  return walk.current;
};
