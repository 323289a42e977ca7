/** `resume RUN`: resumes an interrupted run. */
import { Command, Flag } from "effect/cli";
import { EngineConfig } from "../../compute/schema.ts";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, decoded, json, optionalFlag, set, typedWorkers } from "./flags.ts";
import { namedRun, onRun } from "./named_run.ts";

const workers = typedWorkers.pipe(
  Flag.map((typed) => /^[0-9]+$/.test(typed) ? Number(typed) : typed),
  decoded("workers", EngineConfig.fields.workers),
  optionalFlag,
);

const longerOrMoved = set.pipe(
  Flag.withDescription(
    "A longer training, training.epochs=N or training.stop=none; or where a file is now, " +
      "corpus.path=FILE; may be repeated; default none",
  ),
);

/** The command `resume`. */
export const resumeCommand = (pipelines: Pipelines) =>
  Command.make(
    "resume",
    { ...namedRun, set: longerOrMoved, workers, json, allowCode },
    (options) => onRun(options, pipelines.resume),
  )
    .pipe(
      Command.withDescription(
        "Resume an interrupted run, or train a finished one longer, with the same result as an " +
          "uninterrupted run",
      ),
      examples(
        ["runs/small-d32f2d11", "Resume an interrupted run"],
        ["runs/small-d32f2d11 --set training.epochs=10", "Train a finished run longer"],
      ),
    );
