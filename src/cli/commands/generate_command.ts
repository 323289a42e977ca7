/** `generate RUN`: writes text with a trained model. */
import { Schema } from "effect";
import { Command, Flag } from "effect/cli";
import { numberFrom, wholeNumber } from "../../config/fields.ts";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, decoded, json, optionalFlag, setFiles } from "./flags.ts";
import { namedRun, onRun } from "./named_run.ts";

const probability = Schema.Number.check(
  Schema.isBetween({ minimum: 0, maximum: 1, exclusiveMinimum: true }, {
    expected: "a number above 0 and up to 1",
  }),
);

const prompt = Flag.String("prompt").pipe(
  Flag.withMetavar("TEXT"),
  Flag.withDescription("Text to continue; - reads it from standard input; default none"),
  Flag.withDefault(""),
);

const temperature = Flag.Finite("temperature").pipe(
  Flag.withMetavar("X"),
  Flag.withDescription(
    "Randomness: lower is more conservative; 0 always takes the most likely token; default 1",
  ),
  decoded("temperature", numberFrom(0)),
  Flag.withDefault(1),
);

const topK = Flag.Int("top-k").pipe(
  Flag.withMetavar("K"),
  Flag.withDescription("Draw only from the K most likely tokens; default all"),
  decoded("top-k", wholeNumber(1)),
  optionalFlag,
);

const topP = Flag.Finite("top-p").pipe(
  Flag.withMetavar("P"),
  Flag.withDescription(
    "Draw only from the most likely tokens whose probabilities add up to P; default 1",
  ),
  decoded("top-p", probability),
  optionalFlag,
);

const seed = Flag.Int("seed").pipe(
  Flag.withMetavar("S"),
  Flag.withDescription("Random seed; the same seed writes the same text; default 0"),
  decoded("seed", wholeNumber(0, 0xffffffff)),
  optionalFlag,
);

const tokens = Flag.Int("tokens").pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Maximum number of tokens to write; default 100"),
  decoded("tokens", wholeNumber(1)),
  Flag.withDefault(100),
);

const samples = Flag.Int("samples").pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("How many texts to write, numbered; default 1"),
  decoded("samples", wholeNumber(1)),
  Flag.withDefault(1),
);

const stop = Flag.String("stop").pipe(
  Flag.withMetavar("TEXT"),
  Flag.atLeast(1),
  Flag.withDescription("End a text before TEXT, which is left out; may be repeated; default none"),
  Flag.withDefault([]),
);

const interactive = Flag.Boolean("interactive").pipe(
  Flag.withDescription("Ask for one prompt after another; Ctrl-D ends"),
  Flag.withDefault(false),
);

/** The command `generate`. */
export const generateCommand = (pipelines: Pipelines) =>
  Command.make(
    "generate",
    {
      ...{ ...namedRun, prompt, temperature, topK, topP, seed, tokens },
      ...{ samples, stop, interactive, json, set: setFiles, allowCode },
    },
    (options) => onRun(options, pipelines.generate),
  ).pipe(
    Command.withDescription("Write text with a trained model"),
    examples(
      ['runs/small-d32f2d11 --prompt "The whale"', "Continue a text"],
      [
        "runs/small-d32f2d11 --temperature 0.7 --samples 3 --stop .",
        "Write three cautious texts, each up to a period",
      ],
    ),
  );
