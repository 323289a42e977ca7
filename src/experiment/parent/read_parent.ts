/** Reads the model that an experiment starts from, and checks that it fits the experiment. */
import { Effect, Result } from "effect";
import type { Finding } from "../../config/findings.ts";
import type { ConfigSource } from "../../config/read_config.ts";
import type { InputError } from "../../base/errors.ts";
import { formatCount } from "../../base/terminal/format_number.ts";
import type { GateModule } from "../../model/user_gates/gate_module.ts";
import { isLowercased } from "../../text/tokenizer/schema.ts";
import { newestPreparation } from "../../text/tokenizer/preparation.ts";
import { isMarked } from "../../text/kinds/joiners.ts";
import { specialTokens } from "../../text/tokenizer/special_tokens.ts";
import {
  sentenceEnd,
  sentenceStart,
  type Vocabulary,
  vocabularyOf,
} from "../../text/vocabulary/vocabulary.ts";
import { wordsHash } from "../../text/vocabulary/given_vocabulary.ts";
import { canonicalJson } from "../experiment_hash.ts";
import type { FromConfig } from "../from_config.ts";
import { findingsError } from "../read_experiment.ts";
import { wrongValue } from "../rule.ts";
import type { Experiment } from "../schema.ts";
import { experimentModel } from "../setup/experiment_model.ts";
import { fitTensors } from "./fit_tensors.ts";
import type { FoundModel } from "./found_model.ts";
import type { Parent } from "./parent.ts";
import { readVocabularyFile, readWeightsFile } from "../setup/read_files.ts";
import { readParentRun } from "./read_parent_run.ts";

/** An experiment, with the files that it came from, if it did. */
export interface StartedExperiment {
  readonly experiment: Experiment;
  readonly source: ConfigSource | undefined;
  readonly gates: GateModule | undefined;
}

/**
 * The model that training starts from; undefined where an experiment has none.
 *
 * Errors: an InputError that places what is wrong in the config: a model that can't be read at
 * `from`, one of another cell, size or tokenizer at the key that says so.
 *
 * @param checkpoint name of the checkpoint, where it is not the run's best
 */
export const readParent = Effect.fnUntraced(function* (
  { experiment, source, gates }: StartedExperiment,
  checkpoint?: string,
): Effect.fn.Return<Parent | undefined, InputError> {
  const { from } = experiment;
  if (from === undefined) return undefined;
  const refuse = (found: readonly Finding[]) => findingsError(found, source);
  const model = yield* findModel(from, checkpoint).pipe(
    Effect.mapError(({ key, message }) => refuse([wrongValue(key, message)])),
  );
  const { words, merges } = model;
  const found = [
    ...otherText(experiment, model),
    ...otherEquations(experiment, model),
    ...otherGates(experiment, gates, model),
  ];
  if (found.length > 0) return yield* refuse(found);
  const own = yield* experimentModel(experiment, words.length, source, gates);
  const path = "run" in from ? from.run : from.weights;
  const keys = {
    weights: "run" in from ? "from.run" : "from.weights",
    vocabulary: "run" in from ? "from.run" : "from.vocabulary",
  };
  const fitted = fitTensors(experiment, own, { name: path, tensors: model.tensors, keys });
  if (Result.isFailure(fitted)) return yield* refuse(fitted.failure);
  return {
    path,
    checkpoint: model.checkpoint,
    hashes: { weights: model.weightsHash, vocabulary: wordsHash(model) },
    words,
    version: experiment.tokenizer.kind === "word" ? model.version : undefined,
    merges,
    model: own,
    ...fitted.success,
    isPrivate: model.isPrivate,
  };
});

/** What can't be read, and the key that names it. */
interface Unreadable {
  readonly key: string;
  readonly message: string;
}

const findModel = (
  from: FromConfig,
  checkpoint: string | undefined,
): Effect.Effect<FoundModel, Unreadable> => {
  const at = (key: string) => ({ message }: InputError): Unreadable => ({ key, message });
  return "run" in from
    ? Effect.mapError(readParentRun(from.run, checkpoint), at("from.run"))
    : Effect.gen(function* () {
      const { words, merges } = yield* Effect.mapError(
        readVocabularyFile(from.vocabulary),
        at("from.vocabulary"),
      );
      const weights = yield* Effect.mapError(readWeightsFile(from.weights), at("from.weights"));
      // Words of other programs say nothing of spaces, as those of versions before.
      const version = words.some(isMarked) ? undefined : 2;
      return {
        ...weights,
        words,
        merges,
        version,
        checkpoint: undefined,
        experiment: undefined,
        gates: undefined,
      };
    });
};

/** Text that would become other tokens than the model knows. */
function otherText(
  { tokenizer, batch, from }: Experiment,
  { words, merges, experiment }: FoundModel,
): readonly Finding[] {
  const found: Finding[] = [...otherKind(tokenizer, from, merges)];
  const before = experiment?.tokenizer;
  const as = "as the model has it that training starts from";
  if (before !== undefined && before.kind !== tokenizer.kind) {
    const message = `Expected "${before.kind}", ${as}, got "${tokenizer.kind}"`;
    found.push(wrongValue("tokenizer.kind", message));
  } else if (before !== undefined && isLowercased(before) !== isLowercased(tokenizer)) {
    const message = `Expected ${isLowercased(before)}, ${as}, got ${isLowercased(tokenizer)}`;
    found.push(wrongValue("tokenizer.lowercase", message));
  }
  if (before?.kind === "word" && tokenizer.kind === "word") {
    const [now, then] = [tokenizer, before].map(({ normalize = "nfc" }) => normalize);
    if (now !== then) {
      found.push(wrongValue("tokenizer.normalize", `Expected "${then}", ${as}, got "${now}"`));
    }
  }
  if (from?.vocabulary === "extend") return found;
  const kept = vocabularyOf(words, merges);
  const needed = specialTokens({ tokenizer, layout: batch, version: newestPreparation });
  for (const [name, special] of [["start", sentenceStart], ["end", sentenceEnd]] as const) {
    if (!needed[name] || kept[name] !== undefined) continue;
    const message = `The vocabulary has no "${special}", which batches of ${batch.kind} need: ` +
      (experiment === undefined
        ? "expected a row for it"
        : 'expected "extend", or batches as the model has them that training starts from');
    found.push(wrongValue("from.vocabulary", message));
  }
  return found;
}

/** A vocabulary file of tokens that the tokenizer does not make. */
function otherKind(
  { kind, ...tokenizer }: Experiment["tokenizer"],
  from: FromConfig | undefined,
  merges: Vocabulary["merges"],
): readonly Finding[] {
  if (from === undefined || "run" in from) return [];
  if ("file" in tokenizer) {
    return [wrongValue("tokenizer.file", "Expected none: from.vocabulary names the tokens")];
  }
  const fits = kind === "bpe"
    ? merges !== undefined
    : kind === "byte"
    ? merges?.length === 0
    : merges === undefined;
  const got = merges === undefined ? "a list of words" : `${formatCount(merges.length)} merges`;
  const message = `Expected the vocabulary of a tokenizer of kind ${kind}, got ${got}`;
  return fits ? [] : [wrongValue("from.vocabulary", message)];
}

/** A cell of the config's own whose tensors may fit though it computes something else. */
function otherEquations(
  { model: { cell }, cells }: Experiment,
  { experiment }: FoundModel,
): readonly Finding[] {
  const [now, before] = [cells[cell], experiment?.cells[cell]];
  if (now === undefined || before === undefined || experiment?.model.cell !== cell) return [];
  if (canonicalJson(now) === canonicalJson(before)) return [];
  const message = "Differs from the cell of the model that training starts from: " +
    "expected the same definition";
  return [{ path: ["cells", cell], what: "key", message }];
}

/** A file of gates by which a cell of the config's own computes something else. */
function otherGates(
  { model: { cell }, cells }: Experiment,
  now: GateModule | undefined,
  { gates: before }: FoundModel,
): readonly Finding[] {
  if (cells[cell] === undefined || now === undefined || before === undefined) return [];
  if (now.sha256 === before) return [];
  const message = "Differs from the gate file of the model that training starts from: " +
    `its SHA-256 is ${now.sha256}, expected ${before}`;
  return [wrongValue("gates", message)];
}
