/** An experiment's stages in words, one line each, in the order of the data. */
import { basename } from "node:path";
import { formatCount } from "../base/terminal/format_number.ts";
import { type Every, formatEvery } from "../config/every.ts";
import { defaultSubwords } from "../text/kinds/default_subwords.ts";
import type { SentenceRules } from "../text/sources/schema.ts";
import { isTokenStream, newestPreparation, sentencesOf } from "../text/tokenizer/preparation.ts";
import type { Experiment } from "./schema.ts";

/** The stages as `name  what it does`, aligned. */
export function describeExperiment(experiment: Experiment): string {
  const stages: readonly (readonly [string, string])[] = [
    ["read", describeCorpus(experiment)],
    ["split", describeSplit(experiment.corpus.split)],
    ["tokens", describeTokens(experiment.tokenizer)],
    ["batches", describeBatches(experiment.batch)],
    ["model", describeModel(experiment.model)],
    ["loss", describeLoss(experiment)],
    ["update", describeUpdate(experiment.training)],
    ["evaluate", describeEvaluation(experiment)],
    ["checkpoint", describeCheckpoint(experiment.checkpoint)],
    ["engine", describeEngine(experiment.engine)],
  ];
  const width = Math.max(...stages.map(([name]) => name.length));
  return stages.map(([name, text]) => `${name.padEnd(width)}  ${text}`).join(
    "\n",
  );
}

/** What says that a sentence is no matter of punctuation. */
const sentenceWords: Record<SentenceRules, string> = {
  rules: "",
  lines: ", one sentence per line",
  none: ", each one sentence",
};

function describeCorpus(experiment: Experiment): string {
  const { corpus, tokenizer, batch: layout } = experiment;
  const documents = describeDocuments(corpus);
  if (isTokenStream({ tokenizer, layout, version: newestPreparation })) return documents;
  return documents + sentenceWords[sentencesOf({ sentences: corpus.sentences, tokenizer })];
}

function describeDocuments(
  { npm, files, path, format }: Experiment["corpus"],
): string {
  const from = npm !== undefined
    ? `${files} of the package ${npm}`
    : path === "-"
    ? "standard input"
    : basename(path ?? "");
  if (format === "text") return `${from}, one document per file`;
  if (format === "lines") return `${from}, one document per line`;
  return "csv" in format
    ? `${from}, column ${format.csv} of each row`
    : `${from}, field ${format.jsonl} of each line`;
}

function describeSplit(split: Experiment["corpus"]["split"]): string {
  if ("files" in split) {
    const { valid, test } = split.files;
    return `${basename(valid)} for validation${
      test === undefined ? "" : `, ${basename(test)} for test`
    }`;
  }
  return `${share(split.valid)} for validation, ${share(split.test)} for test`;
}

function share(part: number): string {
  return part === 0 ? "nothing" : `${Number((part * 100).toFixed(4))} %`;
}

function describeTokens(tokenizer: Experiment["tokenizer"]): string {
  switch (tokenizer.kind) {
    case "byte":
      return "bytes";
    case "bpe": {
      const { file, vocabulary = defaultSubwords } = tokenizer;
      const which = file === undefined
        ? `at most ${formatCount(vocabulary)}`
        : `of ${basename(file)}`;
      return `subwords, ${which}`;
    }
    default: {
      const { kind, vocabulary, lowercase } = tokenizer;
      const what = kind === "char"
        ? "characters"
        : kind === "word"
        ? "words"
        : "words between white space";
      const most = vocabulary === undefined
        ? "all"
        : `the ${formatCount(vocabulary)} most frequent`;
      return `${what}${lowercase ? " in lower case" : ""}, ${most}`;
    }
  }
}

function describeBatches(batch: Experiment["batch"]): string {
  if (batch.kind === "contiguous") {
    return `${batch.size} streams of ${batch.length} tokens per step, carried state`;
  }
  const cut = batch.maxLength === "none" ? "" : `, split at ${formatCount(batch.maxLength)} tokens`;
  const rows = batch.size === 1 ? "1 sentence" : `${batch.size} sentences`;
  return `${rows} per step${cut}${batch.shuffle ? ", shuffled each epoch" : ""}`;
}

function describeModel(model: Experiment["model"]): string {
  const input = model.embedding === "none" ? "one-hot tokens" : `embedding ${model.embedding}`;
  const layers = model.layers === 1 ? "" : `, ${model.layers} layers`;
  const extras = [
    model.dropout > 0 ? `dropout ${model.dropout}` : "",
    model.tied ? "tied output" : "",
    model.bias ? "" : "no bias",
    model.init === undefined ? "" : `first values in ±${model.init.uniform}`,
  ].filter((extra) => extra !== "");
  return [`${input}, ${model.cell} ${model.hidden}${layers}`, ...extras].join(
    ", ",
  );
}

const lossWords: Record<Experiment["training"]["loss"], string> = {
  "token-mean": "mean per token",
  "sentence-sum": "sum per sentence",
  "window-sum": "sum per window",
};

function describeLoss({ model, training }: Experiment): string {
  const what = `cross-entropy, ${lossWords[training.loss]}`;
  return model.truncate === "full"
    ? `${what}, through all steps`
    : `${what}, back through ${model.truncate} steps`;
}

function describeUpdate(
  { optimizer, schedule, clip, epochs }: Experiment["training"],
): string {
  const clipped = clip === "none"
    ? "no clipping"
    : "norm" in clip
    ? `gradient norm up to ${clip.norm}`
    : `gradient elements up to ${clip.value}`;
  const rise = schedule.warmup > 0 ? `, ${schedule.warmup} steps of warm-up` : "";
  return `${optimizer.kind} at ${optimizer.learningRate} (${schedule.kind}${rise}), ${clipped}, ${
    formatEvery({ count: epochs, unit: "epochs" })
  }`;
}

function often(every: Every): string {
  return every.count === 1 ? `every ${every.unit.slice(0, -1)}` : `every ${formatEvery(every)}`;
}

function describeEvaluation({ training }: Experiment): string {
  const stop = training.stop === "none"
    ? ""
    : `, stop after ${training.stop.patience} without a better loss`;
  return `${often(training.evaluate.every)}${stop}`;
}

function describeCheckpoint(
  { every, keep, best }: Experiment["checkpoint"],
): string {
  const kept = best === "none" ? "" : ` and the best by ${best}`;
  return `${often(every)}, the newest ${keep}${kept} kept`;
}

function describeEngine(
  { precision, gemm, workers }: Experiment["engine"],
): string {
  if (precision === "float64") return "float64 reference, one thread";
  return `float32, product ${gemm}, workers ${workers}`;
}
