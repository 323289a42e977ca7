/** `check CONFIG`: validates an experiment and prints its resolved config and plan. */
import { Console, Effect } from "effect";
import { Command, Flag } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, config, set, usualRuns, workers } from "./flags.ts";
import { loadModule } from "../../base/load_module.ts";
import { readLazily } from "./read_lazily.ts";

const gradient = Flag.Boolean("gradient").pipe(
  Flag.withDescription(
    "Instead compare the gradients of a small version of the model with central differences",
  ),
  Flag.withDefault(false),
);

/** The command `check`. What it prints is YAML: the plan stands in comments below the config. */
export const checkCommand = (pipelines: Pipelines) =>
  Command.make(
    "check",
    { config, set, workers, gradient, allowCode },
    Effect.fnUntraced(function* (options) {
      const read = yield* readLazily(options.config, options, usualRuns);
      if (options.gradient) return yield* pipelines.checkGradient(read);
      const { formatExperiment } = yield* loadModule<
        typeof import("../../experiment/format_experiment.ts")
      >("src/experiment/format_experiment.ts");
      const plan = yield* pipelines.describePlan(read);
      const comments = plan.trimEnd().split("\n").map((line) => `# ${line}`.trimEnd());
      yield* Console.log(`${formatExperiment(read.experiment)}\n${comments.join("\n")}`);
    }),
  ).pipe(
    Command.withDescription("Validate an experiment and print its resolved config and its plan"),
    examples(
      ["configs/small.yaml", "Show every key with its default, and the compiled plan"],
      ["configs/small.yaml --gradient", "Check the gradients of the model"],
    ),
  );
