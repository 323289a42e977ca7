import type { Experiment } from "../schema.ts";
import type { Manifest } from "../../run/manifest.ts";
import {
  newestPreparation,
  type Preparation,
  type PreparationVersion,
  rulesOf,
} from "../../text/tokenizer/preparation.ts";

type Prepared = Pick<Manifest, "preparation">;

/** The rules by which a run's text became tokens; manifests of early runs do not record them. */
export const runVersion = ({ preparation = 1 }: Prepared): PreparationVersion => preparation;

/** The same, undefined where they are the newest rules. */
export function earlierVersion(run: Prepared): 1 | 2 | undefined {
  const version = runVersion(run);
  return version === newestPreparation ? undefined : version;
}

/** How text becomes tokens for the model of a run: as its corpus did. */
export const runPreparation = (
  { corpus, tokenizer, batch }: Experiment,
  run: Prepared,
): Preparation => ({
  format: corpus.format,
  sentences: corpus.sentences,
  tokenizer,
  layout: batch,
  version: runVersion(run),
});

/** Whether a corpus that was loaded by other rules has the tokens of the run all the same. */
export const isPreparedAlike = (
  { version }: { readonly version: PreparationVersion },
  { tokenizer, batch: layout }: Experiment,
  run: Prepared,
): boolean =>
  rulesOf({ tokenizer, layout, version }) ===
    rulesOf({ tokenizer, layout, version: runVersion(run) });
