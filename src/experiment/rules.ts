/** Rules that tie keys of several config parts together. */
import { Result } from "effect";
import { builtinCells } from "../model/cells/builtin_cells.ts";
import { either } from "../config/expectation.ts";
import type { Finding } from "../config/findings.ts";
import { nearest } from "../config/nearest.ts";
import type { GateModule } from "../model/user_gates/gate_module.ts";
import { buildModel } from "../model/build_model.ts";
import { packageFileMistake } from "../text/sources/package_file.ts";
import type { Experiment } from "./schema.ts";

/** The parts of an experiment that could be decoded. */
export type Parts = Partial<Experiment>;

/** `gates` are those of the user's, where they could be loaded. */
type Rule = (parts: Parts, gates: GateModule | undefined) => readonly Finding[];

const builtinNames: readonly string[] = Object.keys(builtinCells);

/** Stands for the size of a vocabulary that only the corpus tells. */
const likelyVocabulary = 1000;

/** Names that the model's file gives to tensors of its own. */
const takenNames: readonly string[] = ["embedding", "output"];

const wrong = (path: string, message: string): Finding => ({
  path: path.split("."),
  what: "value",
  message,
});

const corpusSource: Rule = ({ corpus }) => {
  if (corpus === undefined) return [];
  const { npm, path, files } = corpus;
  if (npm === undefined && path === undefined) {
    return [
      wrong("corpus", "Missing key, expected npm (a package) or path (a file)"),
    ];
  }
  if (npm !== undefined && path !== undefined) {
    return [wrong("corpus.path", "Does not go with npm, give one of the two")];
  }
  if (path !== undefined && files !== undefined) {
    return [wrong("corpus.files", "Does not go with path, only with npm")];
  }
  if (npm !== undefined && files === undefined) {
    return [
      wrong(
        "corpus.files",
        "Missing key, expected the files of the package npm names",
      ),
    ];
  }
  return [];
};

const packageFiles: Rule = ({ corpus }) => {
  if (corpus?.npm === undefined) return [];
  const { files, split } = corpus;
  const named: readonly (readonly [path: string, pattern: string | undefined])[] = [
    ["corpus.files", files],
    ...("files" in split
      ? [
        ["corpus.split.files.valid", split.files.valid] as const,
        ["corpus.split.files.test", split.files.test] as const,
      ]
      : []),
  ];
  return named.flatMap(([path, pattern]) => {
    const mistake = pattern === undefined ? undefined : packageFileMistake(pattern);
    return mistake === undefined ? [] : [wrong(path, mistake)];
  });
};

const splitShares: Rule = ({ corpus }) => {
  if (corpus === undefined || "files" in corpus.split) return [];
  const { valid, test } = corpus.split;
  return valid + test < 1 ? [] : [
    wrong(
      "corpus.split",
      `Expected shares that leave some for training, got ${valid} + ${test}`,
    ),
  ];
};

const knownCell: Rule = ({ model, cells }) => {
  if (model === undefined || cells === undefined) return [];
  const names = [...builtinNames, ...Object.keys(cells)];
  if (names.includes(model.cell)) return [];
  const meant = nearest(model.cell, names);
  const hint = meant === undefined ? `expected ${either(names)}` : `did you mean "${meant}"?`;
  return [
    wrong("model.cell", `Unknown cell ${JSON.stringify(model.cell)}, ${hint}`),
  ];
};

const cellNames: Rule = ({ cells }) =>
  Object.keys(cells ?? {}).flatMap((name): Finding[] => {
    if (![...builtinNames, ...takenNames].includes(name)) return [];
    const why = builtinNames.includes(name) ? "is built in" : "is a name of the model's own";
    const message = `Choose another name, ${JSON.stringify(name)} ${why}`;
    return [{ path: ["cells", name], what: "key", message }];
  });

/** The equations of the model's own cell, with sizes; only the vocabulary is not known yet. */
const cellEquations: Rule = ({ model, cells, tokenizer, gates: file }, gates) => {
  if (
    model === undefined || cells === undefined ||
    !Object.hasOwn(cells, model.cell)
  ) return [];
  if (builtinNames.includes(model.cell)) return [];
  // Functions that are not known would be reported one by one.
  if (file !== undefined && gates === undefined) return [];
  const built = buildModel(
    model,
    cells,
    tokenizer?.vocabulary ?? likelyVocabulary,
    gates,
  );
  return Result.isSuccess(built) ? [] : built.failure.map(({ path, message, line, column }) => ({
    path,
    what: "value",
    message,
    ...(line !== undefined && column !== undefined &&
      { at: { line, column } }),
  }));
};

const tiedSizes: Rule = ({ model }) => {
  if (model === undefined || !model.tied) return [];
  // A cell of one's own may put out another length: the model's builder checks that.
  if (!builtinNames.includes(model.cell) || model.embedding === model.hidden) {
    return [];
  }
  if (model.embedding === "none") {
    return [wrong("model.tied", "Tied weights need an embedding")];
  }
  return [
    wrong(
      "model.tied",
      `Tied weights need embedding = hidden, got ${model.embedding} and ${model.hidden}`,
    ),
  ];
};

const contiguousLoss: Rule = ({ batch, training }) => {
  if (batch?.kind !== "contiguous" || training === undefined) return [];
  const { loss, schedule } = training;
  const needs = 'needs batches of kind "sentences", got "contiguous"';
  return [
    ...(loss === "sentence-sum"
      ? [wrong("training.loss", `The loss "sentence-sum" ${needs}`)]
      : []),
    ...("watch" in schedule && schedule.watch === "train.sentence-loss"
      ? [
        wrong(
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
      wrong(
        "training.schedule.watch",
        `The watched loss "valid.loss" ${needs}`,
      ),
    );
  }
  if (stop !== undefined && stop !== "none") {
    found.push(wrong("training.stop", `Stopping early ${needs}`));
  }
  if (checkpoint?.best === "valid.loss") {
    found.push(wrong("checkpoint.best", `"valid.loss" ${needs}`));
  }
  return found;
};

const optimizerSettings: Rule = ({ training }) => {
  const { optimizer, schedule } = training ?? {};
  const found: Finding[] = [];
  if (
    optimizer?.kind === "sgd" && optimizer.nesterov && optimizer.momentum === 0
  ) {
    found.push(
      wrong(
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
      wrong(
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
      wrong(
        "engine.gemm",
        `Precision float64 has its own product, expected "auto", got "${engine.gemm}"`,
      ),
    ]
    : [];

const rules: readonly Rule[] = [
  corpusSource,
  packageFiles,
  splitShares,
  knownCell,
  cellNames,
  cellEquations,
  tiedSizes,
  contiguousLoss,
  validationPart,
  optimizerSettings,
  referencePrecision,
];

/** What is wrong between parts; a rule whose parts are missing says nothing. */
export function brokenRules(
  parts: Parts,
  gates: GateModule | undefined,
): readonly Finding[] {
  return rules.flatMap((rule) => rule(parts, gates));
}
