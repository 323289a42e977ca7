/** `evaluate RUN`: measures a trained model. */
import { Effect, Result } from "effect";
import { Command, Flag } from "effect/cli";
import type { Pipelines } from "./commands.ts";
import { examples } from "./examples.ts";
import { allowCode, json, optionalFlag, pathFlag, setFiles } from "./flags.ts";
import { namedRun, onRun } from "./named_run.ts";
import { readFormat } from "./format_flag.ts";
import { RefusedValue } from "./refused_value.ts";

const split = Flag.Literals("split", ["train", "valid", "test"]).pipe(
  Flag.withDescription("Part of the run's corpus to measure; default test"),
  optionalFlag,
);

const text = pathFlag("text").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("Text file to measure; default the test part of the corpus"),
  optionalFlag,
);

const format = Flag.String("format").pipe(
  Flag.withMetavar("FORMAT"),
  Flag.withDescription(
    "Format of that file: text, lines, csv=COLUMN or jsonl=FIELD; default that of the run's corpus",
  ),
  Flag.mapEffect((typed) => {
    const read = readFormat(typed);
    return Result.isSuccess(read) ? Effect.succeed(read.success) : Effect.fail(
      new RefusedValue({
        option: "format",
        value: typed,
        expected: read.failure,
        kind: "flag",
      }),
    );
  }),
  optionalFlag,
);

/** The command `evaluate`. */
export const evaluateCommand = (pipelines: Pipelines) =>
  Command.make(
    "evaluate",
    { ...namedRun, split, text, format, set: setFiles, json, allowCode },
    (options) => onRun(options, pipelines.evaluate),
  ).pipe(
    Command.withDescription("Print loss, perplexity, and bits per token, character and byte"),
    examples(
      ["runs/small-d32f2d11", "Measure the model on the test part of its corpus"],
      [
        "runs/small-d32f2d11 --text README.md --format lines",
        "Measure it on another text, each line a document",
      ],
    ),
  );
