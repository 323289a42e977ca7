/** Rules on how a model is trained: loss, validation, optimizer, engine. */
import type { Finding } from "../config/findings.ts";
import { type Rule, wrongValue } from "./rule.ts";

const contiguousLoss: Rule = ({ batch, training }) => {
  if (batch === undefined || training === undefined) return [];
  const { loss, schedule } = training;
  if (batch.kind === "sentences") {
    const needs = 'needs batches of kind "contiguous", got "sentences"';
    return loss === "window-sum"
      ? [wrongValue("training.loss", `The loss "window-sum" ${needs}`)]
      : [];
  }
  const needs = 'needs batches of kind "sentences", got "contiguous"';
  return [
    ...(loss === "sentence-sum"
      ? [wrongValue("training.loss", `The loss "sentence-sum" ${needs}`)]
      : []),
    ...("watch" in schedule && schedule.watch === "train.sentence-loss"
      ? [
        wrongValue(
          "training.schedule.watch",
          `The watched loss "train.sentence-loss" ${needs}`,
        ),
      ]
      : []),
  ];
};

const validationPart: Rule = ({ corpus, training, checkpoint }) => {
  if (
    corpus === undefined || "files" in corpus.split || corpus.split.valid > 0
  ) return [];
  const needs = "needs a validation part, but corpus.split.valid is 0";
  const found: Finding[] = [];
  const { schedule, stop } = training ?? {};
  if (schedule && "watch" in schedule && schedule.watch === "valid.loss") {
    found.push(
      wrongValue(
        "training.schedule.watch",
        `The watched loss "valid.loss" ${needs}`,
      ),
    );
  }
  if (stop !== undefined && stop !== "none") {
    found.push(wrongValue("training.stop", `Stopping early ${needs}`));
  }
  if (checkpoint?.best === "valid.loss") {
    found.push(wrongValue("checkpoint.best", `"valid.loss" ${needs}`));
  }
  return found;
};

const someEpochs: Rule = ({ training, from }) =>
  training?.epochs === 0 && from === undefined
    ? [
      wrongValue(
        "training.epochs",
        "Expected a whole number of at least 1, got 0: only a model that starts from another " +
          "(from) can do without training",
      ),
    ]
    : [];

const optimizerSettings: Rule = ({ training }) => {
  const { optimizer, schedule } = training ?? {};
  const found: Finding[] = [];
  if (
    optimizer?.kind === "sgd" && optimizer.nesterov && optimizer.momentum === 0
  ) {
    found.push(
      wrongValue(
        "training.optimizer.nesterov",
        "Nesterov's momentum needs momentum greater than 0",
      ),
    );
  }
  if (
    optimizer && schedule?.kind === "cosine" &&
    schedule.floor > optimizer.learningRate
  ) {
    found.push(
      wrongValue(
        "training.schedule.floor",
        `Expected at most the learning rate ${optimizer.learningRate}, got ${schedule.floor}`,
      ),
    );
  }
  return found;
};

const referencePrecision: Rule = ({ engine }) =>
  engine?.precision === "float64" && engine.gemm !== "auto"
    ? [
      wrongValue(
        "engine.gemm",
        `Precision float64 has its own product, expected "auto", got "${engine.gemm}"`,
      ),
    ]
    : [];

export const trainingRules: readonly Rule[] = [
  contiguousLoss,
  validationPart,
  someEpochs,
  optimizerSettings,
  referencePrecision,
];
