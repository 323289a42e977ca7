/** The model of an experiment; its mistakes get positions in the config. */
import { Effect } from "effect";
import type { ConfigSource } from "../../config/read_config.ts";
import type { InputError } from "../../base/errors.ts";
import { findingsError } from "../read_experiment.ts";
import type { Experiment } from "../schema.ts";
import type { GateModule } from "../../model/user_gates/gate_module.ts";
import { buildModel } from "../../model/build_model.ts";
import type { Model } from "../../model/model.ts";
import { mostParameters, parameterCount } from "../../model/parameter_count.ts";
import { RefusedConfig } from "./refused_config.ts";
import { formatCount } from "../../base/terminal/format_number.ts";

export const experimentModel = (
  experiment: Experiment,
  vocabulary: number,
  source: ConfigSource | undefined,
  gates: GateModule | undefined,
): Effect.Effect<Model, InputError> =>
  Effect.fromResult(buildModel(experiment.model, experiment.cells, vocabulary, gates)).pipe(
    Effect.mapError((mistakes) => findingsError(mistakes, source)),
    Effect.filterOrElse(
      (model) => parameterCount(model) <= mostParameters,
      (model) => Effect.fail(findingsError([tooLarge(parameterCount(model))], source)),
    ),
    Effect.mapError((cause) => new RefusedConfig({ cause })),
  );

const tooLarge = (count: number) => ({
  path: ["model"],
  what: "value" as const,
  message: `Expected at most ${formatCount(mostParameters)} parameters, got ` +
    `${formatCount(count)}: make hidden, embedding or layers smaller`,
});
