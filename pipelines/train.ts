/**
 * Training: read → sentences → tokens → batches → forward and backward gates → metrics and
 * checkpoints. Text is tokenized once and kept; batches are made ahead of the step that needs them.
 */
import { Console, Effect, type Scope } from "effect";
import { type InputError, isInputError, type RunError } from "../src/base/errors.ts";
import type { ConfigSource } from "../src/config/read_config.ts";
import type { Experiment } from "../src/experiment/schema.ts";
import type { GateModule } from "../src/model/user_gates/gate_module.ts";
import { parameterCount } from "../src/model/parameter_count.ts";
import { checkTrainable } from "../src/trainer/job/check_trainable.ts";
import type { Manifest } from "../src/run/manifest.ts";
import { readPresentManifest } from "../src/run/present_manifest.ts";
import { findRun, type NewRun } from "../src/trainer/job/begin_run.ts";
import { newJob } from "../src/trainer/job/new_job.ts";
import { trainRun } from "../src/trainer/run_training.ts";
import { describeParent } from "../src/experiment/parent/describe_parent.ts";
import { type Parent, vocabularyFrom } from "../src/experiment/parent/parent.ts";
import { readParent } from "../src/experiment/parent/read_parent.ts";
import { experimentModel } from "../src/experiment/setup/experiment_model.ts";
import { describeCorpus, loadCorpus } from "../src/experiment/setup/load_corpus.ts";
import {
  describeEngine,
  type ResolvedEngine,
  resolveEngine,
} from "../src/experiment/setup/resolve_engine.ts";
import { isPreparedAlike, runVersion } from "../src/experiment/setup/run_preparation.ts";
import { advice } from "../src/trainer/advice.ts";
import { formatSummary, summarize, type Summary } from "../src/trainer/summary.ts";
import { runDocument } from "../src/trainer/run_document.ts";
import { resumeJob } from "../src/trainer/job/resume_job.ts";
import { openForResume, placesOf } from "../src/use/open_for_resume.ts";
import type { TokenizedCorpus } from "../src/text/tokens/tokenized_corpus.ts";
import type { PreparationVersion } from "../src/text/tokenizer/preparation.ts";
import { warnOfChanges } from "../src/trainer/job/warn_of_changes.ts";
import { say } from "../src/trainer/note_outcome.ts";
import type { Prepared } from "../src/trainer/job/training_job.ts";
import { formatCount } from "../src/base/terminal/format_number.ts";

export interface TrainOptions {
  readonly experiment: Experiment;
  /** Files that the experiment came from; undefined for an object of a program. */
  readonly source: ConfigSource | undefined;
  /** The gates of the user's that the experiment names. */
  readonly gates: GateModule | undefined;
  readonly runs: string;
  readonly again: boolean;
  /** The engine to use, where it is another run's; by default what the experiment says. */
  readonly engine?: ResolvedEngine;
  /** The model that training starts from, where it is read already. */
  readonly parent?: Parent | undefined;
  /** Hash of the corpus's bytes, if known: standard input is then taken from the cache. */
  readonly corpusHash?: string;
  /** Rules by which text becomes tokens, where they are another run's; by default the newest. */
  readonly preparation?: PreparationVersion;
}

/**
 * Trains an experiment in its run directory, or resumes it; a finished run is returned as it is.
 */
export const trainExperiment = (
  options: TrainOptions,
): Effect.Effect<Summary, InputError | RunError, Scope.Scope> =>
  prepare(options).pipe(
    Effect.onInterrupt(() => say("Interrupted before the first step, nothing was written")),
    Effect.flatMap((prepared) => "job" in prepared ? trainRun(prepared) : Effect.succeed(prepared)),
  );

/** Everything up to the first step; the summary of a run that is finished already. */
const prepare = (
  options: TrainOptions,
): Effect.Effect<Prepared | Summary, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const { experiment, source } = options;
    const { corpusHash: hash, preparation: version } = options;
    const parent = options.parent ?? (yield* readParent(options));
    const forget: (() => void)[] = [];
    const corpus = yield* loadCorpus(experiment, {
      source,
      given: parent && vocabularyFrom(parent, experiment.from),
      ...(hash === undefined ? {} : { hash }),
      ...(version === undefined ? {} : { version }),
      onCached: (cached) => void forget.push(cached),
    });
    return yield* prepareOn({ ...options, parent }, corpus).pipe(
      // A run that is refused leaves nothing of its text behind.
      Effect.tapError((error) =>
        Effect.sync(() => isInputError(error) && forget.forEach((one) => one()))
      ),
    );
  });

/** {@link prepare} once there is a corpus. */
const prepareOn = Effect.fnUntraced(function* (
  options: TrainOptions,
  corpus: TokenizedCorpus,
): Effect.fn.Return<Prepared | Summary, InputError | RunError, Scope.Scope> {
  const { experiment, source, gates, runs, again, parent } = options;
  const engine = options.engine ?? (yield* resolveEngine(experiment.engine));
  const model = yield* experimentModel(experiment, corpus.vocabulary.words.length, source, gates);
  const setting = { experiment, gates, corpus, parent, model, engine };
  yield* checkTrainable(setting);
  const found = yield* findRun({ ...setting, runs, again });
  switch (found.state) {
    case "unfinished":
      return yield* goOn(found, options, corpus);
    case "finished":
      return yield* answerFinished(found, setting);
    case "new":
      yield* describeNew(setting);
      return yield* newJob(found.directory, setting);
  }
});

/** Says what a new run trains. */
const describeNew = ({ experiment, gates, corpus, parent, model, engine }: NewRun) =>
  Effect.logInfo([
    ...describeCorpus(corpus, experiment),
    `model: ${experiment.model.cell}, ${formatCount(parameterCount(model))} parameters`,
    ...(parent === undefined ? [] : describeParent(parent, model, corpus.vocabulary)),
    ...(gates === undefined ? [] : [`gates: code of ${gates.path}`]),
    describeEngine(engine),
  ].join("\n"));

/** The summary of a run that is finished already, on the tokens that it was trained with. */
const answerFinished = Effect.fnUntraced(function* (
  run: { readonly directory: string; readonly manifest: Manifest },
  { experiment, corpus, parent, engine }: NewRun,
): Effect.fn.Return<Summary, InputError | RunError, Scope.Scope> {
  yield* Effect.logInfo(
    `"${run.directory}" holds this experiment, finished already; --again runs it again`,
  );
  yield* warnOfChanges(run.manifest, engine);
  const own = isPreparedAlike(corpus, experiment, run.manifest)
    ? corpus
    : yield* loadCorpus(experiment, {
      given: parent && vocabularyFrom(parent, experiment.from),
      version: runVersion(run.manifest),
    });
  return summarize(experiment, own, run);
});

/**
 * Resumes an earlier run of the experiment, as `resume` does, with its files where the experiment
 * says they are now.
 */
const goOn = Effect.fnUntraced(function* (
  { directory }: { readonly directory: string },
  { experiment, gates }: TrainOptions,
  corpus: TokenizedCorpus,
): Effect.fn.Return<Prepared | Summary, InputError | RunError, Scope.Scope> {
  const { status, steps } = (yield* readPresentManifest(directory)).outcome;
  yield* Effect.logInfo(
    `"${directory}" holds this experiment, ${status} after step ${formatCount(steps)}: ` +
      "resuming it; --again starts a new run",
  );
  const { workers } = experiment.engine;
  const set = placesOf(experiment);
  const allowCode = gates !== undefined;
  const taken = yield* openForResume(directory, { workers, set, allowCode }, corpus);
  // Another process may have finished it since.
  return taken.existing.manifest.outcome.status === "finished"
    ? summarize(experiment, taken.corpus, taken.existing)
    : yield* resumeJob(taken.existing, taken);
});

/** The command `run`: the run's directory goes to standard output, last. */
export const train = (
  options: TrainOptions & { readonly json: boolean },
): Effect.Effect<void, InputError | RunError> =>
  Effect.scoped(trainExperiment(options)).pipe(
    Effect.flatMap((summary) => printResult(summary, options)),
  );

/** Prints the summary of a run and its directory, or one JSON document. */
export const printResult = Effect.fnUntraced(function* (
  summary: Summary,
  { experiment, json }: Pick<TrainOptions, "experiment"> & { readonly json: boolean },
) {
  if (json) return yield* Console.log(JSON.stringify(runDocument(summary), null, 2));
  const lines = [
    ...formatSummary(summary, experiment.checkpoint.best),
    ...advice(summary, experiment),
  ];
  if (lines.length > 0) yield* Effect.logInfo(lines.join("\n"));
  yield* Console.log(summary.directory);
});
