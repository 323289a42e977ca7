import type { Model, Values } from "../../src/model/model.ts";
import { key } from "../../src/base/random/key.ts";
import { uniform } from "../../src/base/random/uniform.ts";

/** Weights uniform in ±1, biases and first states included, so that every gate is in its curved part. */
export const randomWeights = ({ parameters }: Model, seed: number): Values =>
  new Map(parameters.map(({ key: name, rows, columns }) => {
    const stream = key(seed, name);
    const values = Float64Array.from(
      { length: rows * columns },
      (_, i) => Math.fround(2 * uniform(stream, i) - 1),
    );
    return [name, values];
  }));
