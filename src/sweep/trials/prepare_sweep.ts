/** From a sweep's file to a sweep that may begin: everything is checked that needs no ledger. */
import { basename, extname } from "node:path";
import { Effect } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import { safeName } from "../../base/files/safe_name.ts";
import { vocabularyFrom } from "../../experiment/parent/parent.ts";
import { readParent } from "../../experiment/parent/read_parent.ts";
import { loadCorpus } from "../../experiment/setup/load_corpus.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import { checkLengths } from "../definition/check_lengths.ts";
import { type ReadSweep, readSweep } from "../definition/read_sweep.ts";
import type { SweepDefinition } from "../records/definition.ts";
import { ownStore, sweepDirectory } from "../records/sweep_directory.ts";
import type { Stopper } from "../stoppers/stopper.ts";
import type { StoreAddress } from "../store/store_address.ts";
import { defineSweep } from "./define_sweep.ts";

export interface PreparedSweep {
  readonly name: string;
  readonly directory: string;
  /** Where its ledger is. */
  readonly store: StoreAddress;
  /** The file of a ledger that is the sweep's own; undefined where others use the store too. */
  readonly ownFile: string | undefined;
  readonly read: ReadSweep;
  readonly corpus: TokenizedCorpus;
  readonly definition: SweepDefinition;
  readonly stopper: Stopper;
}

/** Reads the file at `path`. Without a store, the ledger is in the sweep's own directory. */
export const prepareSweep = Effect.fnUntraced(function* (
  path: string,
  { runs, store, allowCode }: {
    readonly runs: string;
    readonly store: StoreAddress | undefined;
    readonly allowCode: boolean;
  },
): Effect.fn.Return<PreparedSweep, InputError | RunError> {
  const read = yield* readSweep(path, { allowCode });
  const { experiment, source } = read.experiment;
  const parent = yield* readParent(read.experiment);
  const corpus = yield* loadCorpus(experiment, {
    source,
    given: parent && vocabularyFrom(parent, experiment.from),
  });
  yield* checkLengths(read, corpus);
  const name = yield* safeName(basename(path, extname(path)), "The sweep");
  const directory = sweepDirectory(runs, name);
  const own = ownStore(directory);
  return {
    name,
    directory,
    store: store ?? own,
    ownFile: store === undefined ? own.shown : undefined,
    read,
    corpus,
    ...defineSweep(read, corpus, parent, runs),
  };
});
