/** Random search: independent draws, each parameter by itself. */
import { below } from "../../base/random/below.ts";
import { key } from "../../base/random/key.ts";
import { uniform } from "../../base/random/uniform.ts";
import { stepCount, stepValue } from "../space/range_grid.ts";
import { roundValue } from "../space/round_value.ts";
import type { Sample } from "./sample.ts";
import {
  type Assignment,
  type Choices,
  isActive,
  type Parameter,
  type Range,
  type Scalar,
} from "../space/space.ts";

/** Values of the active parameters, each chosen by `choose` when those before it are known. */
export function assignEach(
  space: readonly Parameter[],
  choose: (parameter: Parameter) => Scalar,
): Assignment {
  const values: Record<string, Scalar> = {};
  for (const parameter of space) {
    if (isActive(parameter, values)) values[parameter.path] = choose(parameter);
  }
  return values;
}

/** A draw from a parameter's domain, evenly by its scale. */
export function drawValue(domain: Choices | Range, stream: number): Scalar {
  if ("values" in domain) return domain.values[below(stream, 0, domain.values.length)]!;
  const { min, max, step, scale, integer } = domain;
  if (min === max) return min;
  if (step !== undefined) {
    return stepValue(domain, step, below(stream, 0, stepCount(domain, step)));
  }
  const margin = integer ? 0.5 : 0;
  const u = uniform(stream, 0);
  const between = (low: number, high: number) => low + u * (high - low);
  const value = scale === "log"
    ? Math.exp(between(Math.log(min - margin), Math.log(max + margin)))
    : between(min - margin, max + margin);
  if (!integer) return roundValue(value, domain);
  return Math.min(max, Math.max(min, Math.round(value)));
}

/** The stream of random numbers of a parameter in a trial. */
export function parameterStream(
  seed: number,
  purpose: string,
  { path }: Parameter,
  trial: number,
): number {
  return key(seed, `sweep ${purpose} ${path}`, trial);
}

/** A trial's values depend on the seed and its number alone. */
export const sampleRandom: Sample = ({ space, seed, trial }) =>
  assignEach(
    space,
    (parameter) => drawValue(parameter.domain, parameterStream(seed, "random", parameter, trial)),
  );
