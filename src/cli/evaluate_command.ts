/** `evaluate RUN`: measures a trained model. */
import { Command, Flag } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { allowCode, json, optionalFlag, pathFlag, run, setFiles } from "./flags.ts";

const split = Flag.Literals("split", ["train", "valid", "test"]).pipe(
  Flag.withDescription("Part of the run's corpus, test by default"),
  optionalFlag,
);

const text = pathFlag("text").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("A text file to measure instead"),
  optionalFlag,
);

/** The command `evaluate`. */
export const evaluateCommand = (pipelines: Pipelines) =>
  Command.make(
    "evaluate",
    { run, split, text, set: setFiles, json, allowCode },
    (options) => pipelines.evaluate(options),
  ).pipe(Command.withDescription("Print loss, perplexity, bits a token and bits a character"));
