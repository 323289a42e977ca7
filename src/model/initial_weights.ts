import { key } from "../random/key.ts";
import { uniform } from "../random/uniform.ts";
import type { Model, Values } from "./model.ts";

/**
 * First values of every parameter: uniform in ±1/√fanIn, or the parameter's constant. An element
 * depends on the seed, the parameter's key (layer and name, not the cell's name) and its place. Values
 * are float32 numbers, so that both engines start from the same.
 */
export function initialWeights({ parameters }: Model, seed: number): Values {
  return new Map(parameters.map(({ key: name, rows, columns, fanIn, initial }) => {
    const values = new Float64Array(rows * columns);
    if (initial !== undefined) return [name, values.fill(Math.fround(initial))];
    const stream = key(seed, `weights ${name}`);
    const bound = 1 / Math.sqrt(fanIn);
    for (let i = 0; i < values.length; i++) {
      values[i] = Math.fround((2 * uniform(stream, i) - 1) * bound);
    }
    return [name, values];
  }));
}
