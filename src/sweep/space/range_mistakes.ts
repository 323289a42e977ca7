/** Mistakes in a range by itself. */
import type { Finding } from "../../config/findings.ts";
import { stepCount, stepFits, stepLimit, stepValue } from "./range_grid.ts";
import type { Range } from "./space.ts";
import { wrongInSpace as wrong } from "./wrong_in_space.ts";

/** @param path key path of the range's parameter */
export function rangeMistakes(path: string, range: Range): readonly Finding[] {
  const { min, max, step, scale } = range;
  if (min > max) {
    return [wrong([path, "max"], `Expected a number of at least min ${min}, got ${max}`)];
  }
  if (!Number.isFinite(max - min)) {
    const message = `Expected ends whose distance is a number, got ${min} and ${max}`;
    return [wrong([path, "max"], message)];
  }
  const found: Finding[] = [];
  if (scale === "log") {
    if (min <= 0) {
      const message = `Expected a number greater than 0 for scale log, got ${min}`;
      found.push(wrong([path, "min"], message));
    }
    if (step !== undefined) {
      const message = "Does not go with scale log, give values instead of steps";
      found.push(wrong([path, "step"], message, "key"));
    }
  } else if (step !== undefined) {
    const message = stepMistake(range, step);
    if (message !== undefined) found.push(wrong([path, "step"], message));
  }
  return found;
}

function stepMistake(range: Range, step: number): string | undefined {
  const { max } = range;
  const count = stepCount(range, step);
  if (!(count <= stepLimit)) {
    return `Expected a step that leaves at most ${stepLimit} values, got ${step}; ` +
      "leave it out to search the whole range";
  }
  if (stepFits(range, step)) return undefined;
  return `Expected a step that leads from min to max, got ${step}, which ends at ` +
    `${stepValue(range, step, count - 1)} instead of ${max}`;
}
