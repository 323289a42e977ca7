/** `generate RUN`: writes text with a trained model. */
import { Schema } from "effect";
import { Command, Flag } from "effect/cli";
import { numberFrom, wholeNumber } from "../../config/fields.ts";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, decoded, optionalFlag, setFiles } from "./flags.ts";
import { namedRun, onRun } from "./named_run.ts";

const probability = Schema.Number.check(
  Schema.isBetween({ minimum: 0, maximum: 1, exclusiveMinimum: true }, {
    expected: "a number above 0 and up to 1",
  }),
);

const prompt = Flag.String("prompt").pipe(
  Flag.withMetavar("TEXT"),
  Flag.withDescription("Text to continue; default none"),
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
  Flag.withDefault(0),
);

const tokens = Flag.Int("tokens").pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Maximum number of tokens to write; default 100"),
  decoded("tokens", wholeNumber(1)),
  Flag.withDefault(100),
);

/** The command `generate`. */
export const generateCommand = (pipelines: Pipelines) =>
  Command.make(
    "generate",
    { ...namedRun, prompt, temperature, topK, topP, seed, tokens, set: setFiles, allowCode },
    (options) => onRun(options, pipelines.generate),
  ).pipe(
    Command.withDescription("Write text with a trained model"),
    examples(
      ['runs/small-d32f2d11 --prompt "The whale"', "Continue a text"],
      [
        "runs/small-d32f2d11 --temperature 0.7 --seed 3",
        "Write more conservatively, and another text",
      ],
    ),
  );
