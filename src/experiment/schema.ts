/** Schema of a whole experiment, joined from the parts of each concept. */
import { Schema } from "effect";
import { BatchConfig } from "../text/batch/schema.ts";
import { CellsConfig } from "../model/cells/schema.ts";
import { describe, text, textLike, wholeNumber, withDefault } from "../config/fields.ts";
import { otherNames } from "../config/other_names.ts";
import { CorpusConfig } from "../text/sources/schema.ts";
import { EngineConfig } from "../compute/schema.ts";
import { FromConfig } from "./from_config.ts";
import { MetricsConfig } from "../training/metrics/schema.ts";
import { ModelConfig } from "../model/schema.ts";
import { CheckpointConfig } from "../run/schema.ts";
import { namesElsewhere } from "./other_names.ts";
import { TokenizerConfig } from "../text/tokenizer/schema.ts";
import { TrainingConfig } from "../training/schema.ts";

const name = textLike(
  /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,49}$/u,
  'a name of letters, digits, ".", "_" and "-", at most 50, beginning with a letter or digit',
);

const fields = {
  name: name.pipe(
    describe("Name of the experiment; the run directory's name starts with it"),
  ),
  seed: wholeNumber(0, 0xffffffff).pipe(
    withDefault(42, "Seed of all random numbers"),
  ),
  from: Schema.optionalKey(
    FromConfig.pipe(describe("The model that training starts from")),
  ),
  corpus: CorpusConfig.pipe(
    describe("Where the text comes from and how it is split"),
  ),
  tokenizer: TokenizerConfig.pipe(
    withDefault({ kind: "word" }, "What a token is"),
  ),
  batch: BatchConfig.pipe(
    withDefault({ kind: "sentences" }, "What one training step reads"),
  ),
  gates: Schema.optionalKey(
    text.pipe(
      describe("TypeScript file of your own gates, relative to this file"),
    ),
  ),
  cells: CellsConfig.pipe(withDefault({}, "Recurrent cells of your own")),
  model: ModelConfig.pipe(describe("The network")),
  training: TrainingConfig.pipe(
    withDefault({}, "Loss, optimizer, schedule and length"),
  ),
  checkpoint: CheckpointConfig.pipe(
    withDefault({}, "Which checkpoints are written and kept"),
  ),
  metrics: MetricsConfig.pipe(
    withDefault({}, "Which metrics are written, and where"),
  ),
  engine: EngineConfig.pipe(withDefault({}, "How training is computed")),
};

/** A resolved experiment; decoding fills in every default. */
export const Experiment = Schema.Struct(fields).annotate(otherNames(namesElsewhere));
export type Experiment = typeof Experiment.Type;

/** An experiment's file: an experiment that may extend another file. */
export const ExperimentFile = Schema.Struct({
  extends: Schema.optionalKey(
    text.pipe(
      describe(
        "Config to extend, relative to this file; maps are merged, and this file wins",
      ),
    ),
  ),
  ...fields,
}).annotate(otherNames(namesElsewhere));
