/** A longer training of a run's experiment, which goes on from what the run has trained already. */
import { chmodSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import process from "node:process";
import { Effect } from "effect";
import type { InputError, RunError } from "../base/errors.ts";
import { tryWrite } from "../base/files/file_error.ts";
import { sha256 } from "../base/files/sha256.ts";
import { redactUrls } from "../base/redact_urls.ts";
import { experimentHash } from "../experiment/experiment_hash.ts";
import { formatRunConfig } from "../experiment/format_experiment.ts";
import type { Experiment } from "../experiment/schema.ts";
import { type ExistingRun, takeRun } from "../run/existing_run.ts";
import { openRun, startRun } from "../run/run_directory.ts";
import { bestOf, checkExtension, sharedCheckpoints } from "./check_extension.ts";
import { describeRun, type RunFiles } from "./describe_run.ts";

/**
 * Makes the run directory of an experiment that differs from a run's by a longer training alone, and
 * copies there the checkpoints that it shares with the run. The run itself stays as it is. Answers
 * the directory, to be resumed; one that is there already is answered as it is.
 *
 * @param extension key paths and values that say how much longer, see `extendingKeys`
 *
 * Errors: an InputError where the training would not be longer, or its beginning another one.
 */
export const extendRun = (
  directory: string,
  files: RunFiles,
  extension: Readonly<Record<string, string>>,
): Effect.Effect<string, InputError | RunError> =>
  Effect.scoped(Effect.gen(function* () {
    const existing = yield* takeRun(directory);
    const { experiment: before } = yield* describeRun(existing, files);
    const { experiment, gates } = yield* describeRun(existing, files, undefined, extension);
    yield* checkExtension(before, experiment, existing);
    const { manifest } = existing;
    const hash = experimentHash(experiment, {
      corpus: manifest.hashes.corpus,
      gates: gates?.sha256,
      from: manifest.from,
    }, 64);
    const runs = dirname(resolve(directory));
    const opened = yield* openRun({ runs, name: experiment.name, hash, again: false });
    if (opened.state === "new") {
      const last = yield* fill(opened.directory, existing, before, experiment, hash);
      yield* Effect.logInfo(
        last === undefined
          ? `"${opened.directory}" starts anew: a longer training may differ from "${directory}" ` +
            "before its first checkpoint that is left"
          : `"${opened.directory}" continues from "${directory}"`,
      );
    }
    return opened.directory;
  }));

/**
 * Fills the new directory: the experiment, what was trained, and last the manifest that lists it.
 * Answers the newest checkpoint that is there, of one step or more.
 */
const fill = Effect.fnUntraced(function* (
  directory: string,
  existing: ExistingRun,
  before: Experiment,
  experiment: Experiment,
  hash: string,
): Effect.fn.Return<string | undefined, RunError> {
  const { manifest, vocabularyFile, vocabulary } = existing;
  const config = formatRunConfig(experiment, directory);
  const checkpoints = sharedCheckpoints(before, manifest);
  const names = checkpoints.map(({ name }) => name);
  yield* tryWrite(directory, () => chmodSync(directory, statSync(existing.directory).mode & 0o777));
  yield* startRun({
    directory,
    config,
    vocabularyFile,
    vocabulary,
    manifest: {
      ...manifest,
      hash,
      hashes: { ...manifest.hashes, config: sha256(config) },
      command: process.argv.slice(2).map(redactUrls),
      directory: resolve(directory),
      ended: null,
      outcome: { status: "running", steps: 0, epochs: 0, best: null },
      checkpoints,
      best: bestOf(checkpoints)?.name ?? null,
      last: names.at(-1) ?? null,
    },
    from: existing.directory,
  });
  return checkpoints.findLast(({ step }) => step > 0)?.name;
});
