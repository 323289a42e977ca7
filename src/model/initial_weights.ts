import { key } from "../base/random/key.ts";
import { uniform } from "../base/random/uniform.ts";
import { atOnce, type Slices } from "../base/slices.ts";
import type { Model, Values } from "./model.ts";

/**
 * Initial values of every parameter: uniform in ±bound, or the parameter's constant. An element
 * depends on the seed, the parameter's key (layer and name, not the cell's name) and its position.
 * Values are float32 numbers, so both engines start from the same ones.
 */
export function initialWeights(model: Model, seed: number): Values {
  return atOnce(initialWeightSlices(model, seed));
}

/** The same, with rests: a hundred million elements take five seconds. */
export function* initialWeightSlices({ parameters }: Model, seed: number): Slices<Values> {
  const all = new Map<string, Float64Array>();
  for (const { key: name, rows, columns, bound, initial } of parameters) {
    const values = new Float64Array(rows * columns);
    all.set(name, values);
    if (initial !== undefined) values.fill(Math.fround(initial));
    else {
      const stream = key(seed, `weights ${name}`);
      for (let from = 0; from < values.length; from += stretch) {
        draw(values, from, Math.min(values.length, from + stretch), stream, bound);
        yield;
      }
    }
  }
  return all;
}

/** Elements between two rests, some milliseconds' work. */
const stretch = 100_000;

const draw = (
  values: Float64Array,
  from: number,
  to: number,
  stream: number,
  bound: number,
): void => {
  for (let i = from; i < to; i++) values[i] = Math.fround((2 * uniform(stream, i) - 1) * bound);
};
