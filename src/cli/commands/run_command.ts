/** `run CONFIG`: trains an experiment. */
import { Effect } from "effect";
import { Command, Flag } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, config, json, runs, set, workers } from "./flags.ts";
import { readLazily } from "./read_lazily.ts";

const again = Flag.Boolean("again").pipe(
  Flag.withDescription("Train again, in a second directory (NAME-HASH-2)"),
  Flag.withDefault(false),
);

const watch = Flag.Boolean("watch").pipe(
  Flag.withDescription("Print the address of a page that follows the run in a browser"),
  Flag.withDefault(false),
);

/** The command `run`. */
export const runCommand = (pipelines: Pipelines) =>
  Command.make(
    "run",
    { config, set, workers, runs, again, watch, json, allowCode },
    (options) =>
      Effect.flatMap(
        readLazily(options.config, options, options.runs),
        (read) => pipelines.train({ ...read, ...pick(options) }),
      ),
  ).pipe(
    Command.withDescription("Train an experiment and print the run's directory"),
    examples(
      ["configs/small.yaml", "Train a small model on Moby Dick"],
      [
        "configs/small.yaml --set model.hidden=256 --set training.epochs=3",
        "Change keys of the config",
      ],
    ),
  );

interface Picked {
  readonly runs: string;
  readonly again: boolean;
  readonly watch: boolean;
  readonly json: boolean;
}

const pick = ({ runs, again, watch, json }: Picked): Picked => ({ runs, again, watch, json });
