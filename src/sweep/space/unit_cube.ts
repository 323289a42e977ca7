/**
 * A space as a unit cube: each parameter is a coordinate in 0…1 over which its values are evenly
 * spread.
 */
import { stepCount } from "./range_grid.ts";
import type { Assignment, Parameter, Space } from "./space.ts";

/**
 * The point of an assignment. Listed values and steps are cells of equal size, in their order, and
 * a value is the middle of its cell; where a parameter may be inactive, that is one cell more for
 * listed values, and the middle of a range.
 */
export function unitPoint(space: Space, values: Assignment): readonly number[] {
  return space.map((parameter) => coordinate(parameter, values));
}

function coordinate({ path, domain, when }: Parameter, values: Assignment): number {
  const value = Object.hasOwn(values, path) ? values[path] : undefined;
  if ("values" in domain) {
    const cells = domain.values.length + (when === undefined ? 0 : 1);
    const index = value === undefined ? cells - 1 : domain.values.indexOf(value);
    return (index + 0.5) / cells;
  }
  if (typeof value !== "number") return 0.5;
  const { min, max, scale } = domain;
  if (min === max) return 0.5;
  const step = domain.step ?? (domain.integer && scale !== "log" ? 1 : undefined);
  if (step !== undefined) {
    return (Math.round((value - min) / step) + 0.5) / stepCount(domain, step);
  }
  return scale === "log"
    ? Math.log(value / min) / Math.log(max / min)
    : (value - min) / (max - min);
}
