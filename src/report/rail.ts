/** The axes of parallel coordinates, each a rail that the lines of trials cross. */
import { formatValue } from "../sweep/space/format_value.ts";
import { gridValues } from "../sweep/samplers/grid.ts";
import type { Parameter, Scalar } from "../sweep/space/space.ts";
import { axis, type Places, type Tick } from "./plots/axis.ts";
import { objectiveAxis } from "./objective_axis.ts";

/** Places are shares of the rail, 0 at its low end and 1 at its high one. */
export interface Rail {
  readonly name: string;
  readonly ticks: readonly Tick[];
  /** Where a trial's line crosses it, undefined without a value. */
  readonly place: (value: Scalar | undefined) => number | undefined;
  /** What is said of a trial without a value. */
  readonly lacking: string;
}

const ends: Places = [0, 1];

/** Most values of a stepped range that are all written. */
const mostTicks = 10;

/** The rail of a parameter: listed values side by side, a range as an axis. */
export function parameterRail(parameter: Parameter): Rail {
  const { path: name, domain } = parameter;
  const lacking = "not set";
  if (!("values" in domain)) {
    const { place, ticks: round } = axis("", [domain.min, domain.max], ends, {
      log: domain.scale === "log",
      exact: true,
    });
    const steps = gridValues(parameter) as readonly number[] | undefined; // of a range: numbers
    const ticks = steps !== undefined && steps.length <= mostTicks
      ? steps.map((value) => ({ at: place(value), text: formatValue(value) }))
      : round;
    const placed = (value: Scalar | undefined) =>
      typeof value === "number" ? place(value) : undefined;
    return { name, ticks, lacking, place: placed };
  }
  const { values } = domain;
  const at = (index: number) => (index + 0.5) / values.length;
  return {
    name,
    ticks: values.map((value, index) => ({ at: at(index), text: formatValue(value) })),
    lacking,
    place: (value) => value === undefined ? undefined : at(values.indexOf(value)),
  };
}

/** The rail of the objective, with the results that are compared. */
export function resultRail(metric: string, results: readonly number[]): Rail {
  const { place, ticks } = objectiveAxis("", results, ends, { exact: true });
  return {
    name: metric,
    ticks,
    lacking: "none",
    place: (value) => typeof value === "number" ? place(value) : undefined,
  };
}
