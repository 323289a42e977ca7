/** The network of the tutorial's own program, with its numbers in test/vectors. */
import { Result } from "effect";
import { buildModel } from "../../src/model/build_model.ts";
import type { Model, Values } from "../../src/model/model.ts";

interface Sizes {
  readonly vocabulary: number;
  readonly hidden: number;
  readonly truncate: number;
}

/** The tutorial's network: one-hot tokens, one layer, no bias. */
export const tutorialModel = ({ vocabulary, hidden, truncate }: Sizes): Model =>
  Result.getOrThrow(buildModel(
    {
      cell: "rnn",
      embedding: "none",
      hidden,
      layers: 1,
      dropout: 0,
      tied: false,
      bias: false,
      truncate,
    },
    {},
    vocabulary,
  ));

type Matrix = readonly (readonly number[])[];
export const tutorialWeights = (
  { U, W, V }: { readonly U: Matrix; readonly W: Matrix; readonly V: Matrix },
): Values =>
  new Map([["0.Wih", U], ["0.Whh", W], ["output.weight", V]].map(([key, matrix]) => [
    key as string,
    Float64Array.from((matrix as Matrix).flat()),
  ]));
