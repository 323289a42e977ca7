/** A first config as YAML with remarks. */
import { stringify } from "yaml";
import { counted, formatCount } from "../base/terminal/format_number.ts";
import type { Experiment } from "../experiment/schema.ts";
import type { TextProfile } from "../text/profile/text_profile.ts";

export interface FirstConfig {
  readonly experiment: Experiment;
  /** The text as the config names it. */
  readonly path: string;
  readonly profile: TextProfile;
  readonly parameters: number;
  /** Of the whole training, about. */
  readonly seconds: number;
}

const about = (count: number): string => formatCount(Number(count.toPrecision(2)));

const minutes = (seconds: number): string =>
  counted(Math.max(1, Math.round(seconds / 60)), "minute");

const kinds = "word, char, bpe (subwords) or byte";

/** The text of the file; what it does not say has its default, which `check` prints. */
export function formatConfig(
  { experiment, path, profile, parameters, seconds }: FirstConfig,
): string {
  const { name, corpus, tokenizer, batch, model, training } = experiment;
  const value = (one: unknown): string => stringify(one, { collectionStyle: "flow" }).trimEnd();
  const isContiguous = batch.kind === "contiguous";
  const vocabulary = "vocabulary" in tokenizer && typeof tokenizer.vocabulary === "number"
    ? { vocabulary: tokenizer.vocabulary }
    : {};
  const layers = model.layers === 1 ? {} : { layers: model.layers };
  const size = isContiguous ? { size: batch.size, length: batch.length } : { size: batch.size };
  return `# ${about(profile.words)} words, ${about(profile.characters)} characters to train on; ${
    about(parameters)
  } parameters.
# Takes about ${minutes(seconds)} on the machine that wrote this, if it does not stop early.

name: ${value(name)}
seed: ${experiment.seed}

corpus:
  path: ${value(path)} # a file, a folder or a pattern; relative to this file
  format: ${corpus.format} # ${
    corpus.format === "lines" ? "each line is a document" : "one document per file"
  }
  split: { valid: 0.05, test: 0.05 } # shares that are held out, to measure with

tokenizer: ${value({ kind: tokenizer.kind, ...vocabulary })} # ${kinds}

batch: ${value({ kind: batch.kind, ...size })}

model:
  cell: ${value(model.cell)} # rnn, gru, lstm, or a cell of your own
  embedding: ${value(model.embedding)}
  hidden: ${model.hidden} # a wider model learns more and takes longer
${
    "layers" in layers
      ? `  layers: ${layers.layers}\n`
      : ""
  }  dropout: ${model.dropout} # more helps where validation gets worse and training better

training:
  epochs: ${training.epochs}
  optimizer: { kind: adam, learningRate: 0.002 }
  clip: { norm: 1 }
  stop: { patience: 3 } # epochs without a better validation loss
`;
}
