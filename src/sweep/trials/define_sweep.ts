/** A sweep's file as the definition that its ledger keeps. */
import { resolve } from "node:path";
import { batchCount } from "../../text/batch/batches.ts";
import type { Parent } from "../../experiment/parent/parent.ts";
import type { SweepDefinition } from "../records/definition.ts";
import { makeStopper, stopUnit } from "../stoppers/make_stopper.ts";
import type { Stopper } from "../stoppers/stopper.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import type { ReadSweep } from "../definition/read_sweep.ts";
import { storeExperiment } from "../definition/stored_experiment.ts";

/** What a sweep is from now on, and when its trials are stopped early. */
export const defineSweep = (
  { file, space, experiment, trials }: ReadSweep,
  corpus: TokenizedCorpus,
  parent: Parent | undefined,
  runs: string,
): { readonly definition: SweepDefinition; readonly stopper: Stopper } => {
  const { goal } = file.objective;
  const unit = stopUnit(file.stop);
  const { epochs } = experiment.experiment.training;
  // Trials with another batch size have another number of steps: they end with their epochs.
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
      ...(parent === undefined ? {} : { from: parent.hashes }),
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
