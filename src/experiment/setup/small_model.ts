/** An experiment's model with small lengths, for checks that look at every parameter. */
import { Effect, Result } from "effect";
import type { ConfigSource } from "../../config/read_config.ts";
import type { InputError } from "../../base/errors.ts";
import type { Experiment } from "../schema.ts";
import type { GateModule } from "../../model/user_gates/gate_module.ts";
import { buildModel } from "../../model/build_model.ts";
import type { Model } from "../../model/model.ts";
import type { ModelConfig } from "../../model/schema.ts";
import { experimentModel } from "./experiment_model.ts";

export interface SmallModel {
  readonly model: Model;
  readonly config: ModelConfig;
  /** Whether the model keeps its own lengths, because its cell fixes them by numbers. */
  readonly whole: boolean;
}

const vocabulary = 6;
/** Tokens of a model that keeps its lengths. */
const wholeVocabulary = 20;

/**
 * The model with its cell, layers, dropout and tying, but with hidden and embedding as small as the
 * cell allows: first unequal; then equal, if the cell requires that; otherwise as they are.
 * Gradients are not truncated. Fails with what is wrong with the model when it can't be built at
 * all.
 */
export const smallModel = Effect.fnUntraced(function* (
  { model: own, cells, ...experiment }: Experiment,
  source: ConfigSource | undefined,
  gates: GateModule | undefined,
): Effect.fn.Return<SmallModel, InputError> {
  const lengths = (hidden: number, embedding: number): ModelConfig => ({
    ...own,
    hidden,
    embedding: own.embedding === "none" ? "none" : embedding,
    truncate: "full",
  });
  for (const config of [lengths(4, 3), lengths(4, 4)]) {
    const fitting = own.tied ? withTiedLength(config, cells, gates) : config;
    const model = fitting && Result.getOrUndefined(buildModel(fitting, cells, vocabulary, gates));
    if (model !== undefined) return { model, config: fitting!, whole: false };
  }
  const config: ModelConfig = { ...own, truncate: "full" };
  const asItIs = { ...experiment, cells, model: config };
  const model = yield* experimentModel(asItIs, wholeVocabulary, source, gates);
  return { model, config, whole: true };
});

/** The same with an embedding as long as the cell's output, as tied weights require. */
const withTiedLength = (
  config: ModelConfig,
  cells: Experiment["cells"],
  gates: GateModule | undefined,
): ModelConfig | undefined => {
  const free = Result.getOrUndefined(
    buildModel({ ...config, tied: false }, cells, vocabulary, gates),
  );
  return free && { ...config, embedding: free.layers.at(-1)!.outputSize };
};
