/** A sweep's file as the definition that its ledger keeps; what it may become once it has trials. */
import { Effect, Option } from "effect";
import { resolve } from "node:path";
import { batchCount } from "../../text/batch/batches.ts";
import { InputError, type RunError } from "../../base/errors.ts";
import { withoutPaths } from "../../experiment/without_paths.ts";
import { definitionHash, type SweepDefinition } from "../ledger/definition.ts";
import { incompatibleChanges } from "../ledger/incompatible_changes.ts";
import type { Stopper } from "../stoppers/job.ts";
import { Ledger } from "../ledger/ledger.ts";
import { makeStopper, stopUnit } from "../stoppers/stopper.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import type { ReadSweep } from "../definition/read_sweep.ts";
import { storeExperiment } from "../definition/stored_experiment.ts";

/** What a sweep is from now on, and when its trials are given up early. */
export const defineSweep = (
  { file, space, experiment, trials }: ReadSweep,
  corpus: TokenizedCorpus,
  runs: string,
): { readonly definition: SweepDefinition; readonly stopper: Stopper } => {
  const { goal } = file.objective;
  const unit = stopUnit(file.stop);
  const { epochs } = experiment.experiment.training;
  // Of trials with another batch size it is another number of steps: they end where their epochs do.
  const full = unit === "epochs"
    ? epochs
    : epochs * batchCount(corpus.train, experiment.experiment.batch);
  const stopper = makeStopper(file.stop, goal, full);
  return {
    stopper,
    definition: {
      experiment: JSON.parse(JSON.stringify(storeExperiment(experiment, runs))),
      runs: resolve(runs),
      corpus: corpus.hash,
      gates: experiment.gates?.sha256 ?? null,
      objective: file.objective,
      search: { ...file.search },
      space,
      stop: JSON.parse(JSON.stringify(file.stop)),
      repeats: file.repeat.seeds,
      failures: file.failures,
      limits: { time: file.limits.time ?? null, trials },
      rungs: stopper.rungs,
      unit,
    },
  };
};

/** Where its files are doesn't define a sweep: their bytes are compared. */
const withoutPlaces = (definition: SweepDefinition): SweepDefinition => ({
  ...definition,
  experiment: withoutPaths(definition.experiment) as SweepDefinition["experiment"],
});

/** Writes a new sweep into the ledger, or refuses one that is not what it was. */
export const enterSweep = Effect.fnUntraced(function* (
  name: string,
  head: string,
  definition: SweepDefinition,
): Effect.fn.Return<void, InputError | RunError, Ledger> {
  const ledger = yield* Ledger;
  const known = yield* ledger.sweep(name);
  if (Option.isSome(known)) {
    const { length } = yield* ledger.trials(name);
    const [before, after] = [known.value.definition, definition].map(withoutPlaces);
    const changes = incompatibleChanges(before!, after!, length);
    if (changes.length > 0) {
      return yield* new InputError({
        message: [
          `The sweep "${name}" was begun otherwise, and what it found would not fit: undo this, ` +
          "or give the changed sweep's file another name",
          ...changes.map((change) => `  ${change}`),
        ].join("\n"),
      });
    }
  }
  yield* ledger.define(name, definitionHash(definition), definition, head);
});

/** Refuses to retry trials of a sweep that the ledger doesn't know. */
export const requireBegun = Effect.fnUntraced(function* (
  name: string,
  where: string,
): Effect.fn.Return<void, InputError | RunError, Ledger> {
  const ledger = yield* Ledger;
  if (Option.isNone(yield* ledger.sweep(name))) return yield* neverBegun(name, where);
});

/** @param where the folder or the store that was looked in */
export const neverBegun = (name: string, where: string): InputError =>
  new InputError({
    message:
      `--retry: No sweep "${name}" was begun in "${where}"; --runs or --store says where it is`,
  });
