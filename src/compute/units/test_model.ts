import { Result } from "effect";
import type { CellConfig } from "../../model/cells/schema.ts";
import { buildModel } from "../../model/build_model.ts";
import type { Model } from "../../model/model.ts";
import type { ModelConfig } from "../../model/schema.ts";

/** A small model of a built-in cell, or of the given one; vocabulary 7, lengths 4 and 3 unless told. */
export const modelForTest = (
  cell: string | CellConfig,
  config: Partial<ModelConfig> = {},
  vocabulary = 7,
): Model => {
  const own = typeof cell === "string" ? {} : { own: cell };
  const whole: ModelConfig = {
    cell: typeof cell === "string" ? cell : "own",
    embedding: 4,
    hidden: 3,
    layers: 1,
    dropout: 0,
    tied: false,
    bias: true,
    truncate: "full",
    ...config,
  };
  return Result.getOrThrowWith(
    buildModel(whole, own, vocabulary),
    (mistakes) => new Error(JSON.stringify(mistakes)),
  );
};
