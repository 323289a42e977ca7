/**
 * A checkpoint: the weights, the optimizer's slots, the carried state, and the training state, in
 * one folder that appears whole or not at all.
 *
 * The order of a write: a temporary folder, with every file flushed; its rename; the manifest,
 * which alone makes it a checkpoint; then links and removals, which nothing depends on. So a kill
 * at any moment leaves either the old checkpoints or the new ones.
 */
import * as path from "node:path";
import { Effect, SynchronizedRef } from "effect";
import type { RunError } from "../base/errors.ts";
import { remove, replaceLinkSync } from "../base/files/atomic_write.ts";
import {
  type CheckpointContent,
  checkpointFolder,
  checkpointName,
  replacedPath,
  writeFolder,
} from "./checkpoint_folder.ts";
import { tryWrite } from "../base/files/file_error.ts";
import { keepCheckpoints } from "./keep_checkpoints.ts";
import type { CheckpointEntry, Manifest, Outcome } from "./manifest.ts";
import { timestamp } from "../base/timestamp.ts";
import { type Run, updateManifest } from "./run_directory.ts";

/**
 * Writes the checkpoint of a step, lists it as `last` (and as `best`), notes in the outcome how far
 * training is, and drops those that are neither nor among the newest `keep`. One of the same step
 * is replaced.
 *
 * @param options.step Steps done.
 * @param options.epochs Whole epochs done.
 * @param options.metric The watched loss, null if none was measured at this step.
 * @param options.best Whether that loss is the lowest so far.
 * @param options.protect Names of checkpoints that stay whatever their age.
 * @param options.ending Notes with it how the run ended, where it is the last one.
 */
export const writeCheckpoint = (run: Run, options: {
  readonly step: number;
  readonly epochs: number;
  readonly content: CheckpointContent;
  readonly metric: number | null;
  readonly best: boolean;
  readonly keep: number;
  readonly protect?: readonly string[];
  readonly ending?: Outcome | undefined;
}): Effect.Effect<CheckpointEntry, RunError> =>
  Effect.uninterruptible(Effect.gen(function* () {
    const { ending } = options;
    const ended = ending === undefined ? {} : { ended: yield* timestamp };
    const name = checkpointName(options.step);
    const folder = path.join(run.directory, checkpointFolder(name));
    const files = yield* tryWrite(folder, () => writeFolder(folder, options.content));
    const entry: CheckpointEntry = { name, step: options.step, metric: options.metric, files };
    const before = SynchronizedRef.getUnsafe(run.manifest);
    const after = yield* updateManifest(run, (manifest) => {
      const { outcome, ...listed } = addCheckpoint(manifest, entry, options.best);
      const best = options.best ? options.metric : outcome.best;
      const now = ending ?? { ...outcome, steps: options.step, epochs: options.epochs, best };
      return keepCheckpoints({ ...listed, ...ended, outcome: now }, options.keep, options.protect);
    });
    if (before.checkpoints.some((one) => one.name === name)) remove(replacedPath(folder));
    linkCheckpoints(run.directory, before, after);
    removeUnlisted(run.directory, before, after);
    return entry;
  }));

/**
 * Forgets every checkpoint after a step, because training resumes there: they were damaged, or will
 * be written again. `name` undefined forgets all.
 */
export const rewindCheckpoints = (
  run: Run,
  name: string | undefined,
): Effect.Effect<void, RunError> =>
  Effect.uninterruptible(Effect.gen(function* () {
    const before = SynchronizedRef.getUnsafe(run.manifest);
    const position = before.checkpoints.findIndex((entry) => entry.name === name);
    if (name !== undefined && position < 0) {
      return yield* Effect.die(new RangeError(`No checkpoint "${name}" to go back to`));
    }
    const checkpoints = before.checkpoints.slice(0, position + 1);
    const best = checkpoints.reduce<CheckpointEntry | undefined>(lower, undefined);
    const after = yield* updateManifest(run, (manifest) => ({
      ...manifest,
      checkpoints,
      best: best?.name ?? null,
      last: checkpoints.at(-1)?.name ?? null,
      outcome: { ...manifest.outcome, best: best?.metric ?? null },
    }));
    linkCheckpoints(run.directory, undefined, after);
    removeUnlisted(run.directory, before, after);
  }));

/** The one with the lower loss, the earlier of equals. */
function lower(best: CheckpointEntry | undefined, entry: CheckpointEntry) {
  if (entry.metric === null) return best;
  return best === undefined || best.metric === null || entry.metric < best.metric ? entry : best;
}

function addCheckpoint(manifest: Manifest, entry: CheckpointEntry, best: boolean): Manifest {
  const others = manifest.checkpoints.filter(({ name }) => name !== entry.name);
  const replaced = manifest.checkpoints.find(({ name }) => name === entry.name);
  const metric = entry.metric ?? replaced?.metric ?? null;
  const checkpoints = [...others, { ...entry, metric }].sort((a, b) => a.step - b.step);
  return {
    ...manifest,
    checkpoints,
    best: best ? entry.name : manifest.best,
    last: entry.name,
  };
}

/** Links that are as they should be before are left alone; undefined is unknown. */
function linkCheckpoints(directory: string, before: Manifest | undefined, after: Manifest): void {
  for (const link of ["best", "last"] as const) {
    const name = after[link];
    if (name === before?.[link]) continue;
    if (name === null) remove(path.join(directory, link));
    else replaceLinkSync(`checkpoints/${name}`, path.join(directory, link));
  }
}

function removeUnlisted(directory: string, before: Manifest, after: Manifest): void {
  const listed = new Set(after.checkpoints.map(({ name }) => name));
  for (const { name } of before.checkpoints) {
    if (!listed.has(name)) remove(path.join(directory, checkpointFolder(name)));
  }
}
