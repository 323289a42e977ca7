/** Random models and batches for tests of the engines: all made from a few small numbers that shrink well. */
import { Result } from "effect";
import fc from "fast-check";
import type { Batch } from "../../src/text/batch/batch.ts";
import { builtinCells } from "../../src/model/cells/builtin_cells.ts";
import type { CellConfig } from "../../src/model/cells/schema.ts";
import type { EngineOptions } from "../../src/compute/engine.ts";
import { buildModel } from "../../src/model/build_model.ts";
import type { Model } from "../../src/model/model.ts";
import type { ModelConfig } from "../../src/model/schema.ts";
import { makeOptimizer } from "../../src/compute/optimizer/make_optimizer.ts";
import { below } from "../../src/base/random/below.ts";
import { key } from "../../src/base/random/key.ts";
import { randomCell } from "./random_cell.ts";
import { userCells } from "./user_cells.ts";

/** A cell of the library, one of {@link userCells}, or one of random equations by its seed. */
export const cellChoice: fc.Arbitrary<string | number> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(builtinCells)) },
  { weight: 2, arbitrary: fc.constantFrom(...Object.keys(userCells)) },
  { weight: 2, arbitrary: fc.nat() },
);

export interface ModelChoice {
  readonly cell: string | number;
  readonly vocabulary: number;
  /** 0 is none. */
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
  readonly dropout: number;
  readonly tied: boolean;
  readonly bias: boolean;
  readonly truncate: ModelConfig["truncate"];
}

/** Sizes about the widths of the kernels' blocks, 1, 4 and 16. */
const size = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(15, 16, 17));

export const modelChoice: fc.Arbitrary<ModelChoice> = fc.record({
  cell: cellChoice,
  vocabulary: fc.oneof(fc.integer({ min: 2, max: 12 }), fc.constantFrom(16, 33)),
  embedding: fc.oneof(fc.constant(0), size),
  hidden: size,
  layers: fc.integer({ min: 1, max: 3 }),
  dropout: fc.constantFrom(0, 0, 0.3),
  tied: fc.boolean(),
  bias: fc.boolean(),
  truncate: fc.constantFrom<ModelConfig["truncate"]>("full", "full", 0, 1, 3),
});

/** What random cells give to the layer above where it isn't the state: in part what no step waits for. */
const outputs = [
  undefined,
  "y = sigmoid(Y x + Z m') * (h' + 0.5 h)",
  "y = tanh(Y concat(h', m) + Z h' + Q m') + h",
  "y = h + softsign(Y x + by)",
];

const randomCellWithOutput = (seed: number): CellConfig => {
  const cell = randomCell(seed);
  const output = outputs[seed % outputs.length];
  return output === undefined
    ? cell
    : { ...cell, equations: `${cell.equations}\n${output}`, output: "y" };
};

/**
 * The model chosen, with what its cell or the tying of weights asks for: an input of a certain length,
 * an embedding of the output's length. Undefined where the cell can't have that.
 */
export const modelOf = (choice: ModelChoice): Model | undefined => {
  const { vocabulary, embedding, tied, ...rest } = choice;
  const name = typeof choice.cell === "number" ? "random" : choice.cell;
  const cells = typeof choice.cell === "number"
    ? { random: randomCellWithOutput(choice.cell) }
    : userCells;
  const asHidden = cells[name]?.input === "hidden";
  const build = (length: number | "none", tie: boolean) =>
    buildModel({ ...rest, cell: name, embedding: length, tied: tie }, cells, vocabulary);
  const length = asHidden ? choice.hidden : embedding === 0 ? "none" : embedding;
  const plain = Result.getOrUndefined(build(length, false));
  if (!tied || plain === undefined) return plain;
  const top = plain.layers.at(-1)!.outputSize;
  return Result.getOrUndefined(build(top, true)) ?? plain;
};

/** Lengths of a batch's rows. */
export const rowLengths: fc.Arbitrary<number[]> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 1 }),
  },
  {
    weight: 4,
    arbitrary: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 9 }),
  },
);

/** A batch of rows of these lengths with random tokens. */
export const batchOf = (
  lengths: readonly number[],
  vocabulary: number,
  seed: number,
  carried = false,
): Batch => {
  const offsets = new Int32Array(lengths.length + 1);
  lengths.forEach((length, row) => offsets[row + 1] = offsets[row]! + length);
  const tokens = (name: string) => {
    const stream = key(seed, name);
    return Int32Array.from({ length: offsets.at(-1)! }, (_, i) => below(stream, i, vocabulary));
  };
  return {
    epoch: 0,
    index: 0,
    lengths: Int32Array.from(lengths),
    offsets,
    inputs: tokens("inputs"),
    targets: tokens("targets"),
    carried,
  };
};

const descent = (momentum: number, weightDecay: number) =>
  makeOptimizer({ kind: "sgd", learningRate: NaN, momentum, nesterov: false, weightDecay });

/**
 * Gradient descent, so that errors of a gradient stay as small in the weights: with momentum, or plain,
 * where the product that gives the output weight's gradient moves it.
 */
export const engineOptions: fc.Arbitrary<EngineOptions> = fc.record({
  optimizer: fc.constantFrom(descent(0.9, 0.01), descent(0, 0)),
  clip: fc.constantFrom<EngineOptions["clip"]>("none", { norm: 0.5 }, { value: 0.01 }),
  loss: fc.constantFrom("token-mean", "sentence-sum"),
  seed: fc.nat(1000),
});
