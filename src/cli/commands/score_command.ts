/** `score RUN [FILE]`: what a trained model says of each line of a text. */
import { Option } from "effect";
import { Argument, Command, Flag } from "effect/cli";
import { wholeNumber } from "../../config/fields.ts";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, decoded, json, optionalFlag, pathArgument, setFiles } from "./flags.ts";
import { namedRun, onRun } from "./named_run.ts";

const file = pathArgument("FILE").pipe(
  Argument.withDescription("Lines to score, gzipped or not; - or none is standard input"),
  Argument.optional,
  Argument.map(Option.getOrElse(() => "-")),
);

const column = Flag.Int("column").pipe(
  Flag.withMetavar("N"),
  Flag.withDescription(
    "Score column N of lines with tabs (from 1), and keep the others; default the whole line",
  ),
  decoded("column", wholeNumber(1)),
  optionalFlag,
);

const rank = Flag.Int("rank").pipe(
  Flag.withMetavar("ID_COLUMN"),
  Flag.withDescription(
    "Sort lines that follow each other with the same id, best first; default as they are",
  ),
  decoded("rank", wholeNumber(1)),
  optionalFlag,
);

const base = Flag.Literals("base", ["e", "10"]).pipe(
  Flag.withDescription("Base of the logarithms: e (nats) or 10; default e"),
  Flag.withDefault("e" as const),
);

const tokens = Flag.Boolean("tokens").pipe(
  Flag.withDescription("Add each token's log-probability, as JSON"),
  Flag.withDefault(false),
);

/** The command `score`. */
export const scoreCommand = (pipelines: Pipelines) =>
  Command.make(
    "score",
    { ...namedRun, file, column, rank, base, tokens, set: setFiles, json, allowCode },
    (options) => onRun(options, pipelines.score),
  ).pipe(
    Command.withDescription(
      "Print log-probability, tokens, unknown tokens and perplexity of each line of a text",
    ),
    examples(
      ["runs/small-d32f2d11 README.md", "Score each line of a file"],
      [
        "runs/small-d32f2d11 README.md --base 10 --json",
        "As JSON lines, with logarithms as tools for ARPA files have them",
      ],
    ),
  );
