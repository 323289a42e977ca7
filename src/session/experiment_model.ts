/** The model of an experiment; what is wrong with it is placed in the config. */
import { Effect } from "effect";
import type { ConfigSource } from "../config/read_config.ts";
import type { InputError } from "../errors.ts";
import { findingsError } from "../experiment/read_experiment.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { GateModule } from "../gates/gate_module.ts";
import { buildModel, type ModelMistake } from "../model/build_model.ts";
import type { Model } from "../model/model.ts";

export const experimentModel = (
  experiment: Experiment,
  vocabulary: number,
  source: ConfigSource | undefined,
  gates: GateModule | undefined,
): Effect.Effect<Model, InputError> =>
  Effect.mapError(
    Effect.fromResult(buildModel(experiment.model, experiment.cells, vocabulary, gates)),
    (mistakes) => findingsError(mistakes.map(asFinding), source),
  );

const asFinding = ({ path, line, column, message }: ModelMistake) => ({
  path,
  what: "value" as const,
  message,
  at: line === undefined ? undefined : { line, column: column ?? 1 },
});
