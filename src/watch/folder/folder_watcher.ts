/** Follows what is in a folder of runs. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Effect, Result } from "effect";
import type { InputError } from "../../base/errors.ts";
import { tryRead } from "../../base/files/file_error.ts";
import { statusOf } from "../../base/files/is_there.ts";
import { type Manifest, manifestFile } from "../../run/manifest.ts";
import { readPresentManifest } from "../../run/present_manifest.ts";
import { isSweepDirectory } from "../../sweep/results/read_sweep_view.ts";
import { readSettings, type Settings } from "../../use/run_settings.ts";
import type { Watched, WatchedRun } from "./watched_run.ts";

/** A folder as it was read last, and when each manifest in it was written. */
interface Seen {
  readonly stamp: string | undefined;
  readonly watched: Watched | undefined;
}

/**
 * An effect that tells all that is in a folder of runs, the newest run first. It reads again only what
 * has changed since the last time, and runs at work, whose process may be gone. What is damaged is left
 * out: `runs` says why.
 */
export function folderWatcher(folder: string): Effect.Effect<readonly Watched[], InputError> {
  const seen = new Map<string, Seen>();
  return Effect.gen(function* () {
    const names = yield* tryRead(folder, () => foldersIn(folder));
    for (const name of seen.keys()) if (!names.includes(name)) seen.delete(name);
    for (const name of names) {
      const directory = join(folder, name);
      const stamp = yield* stampOf(join(directory, manifestFile));
      const before = seen.get(name);
      const isAtWork = before?.watched?.kind === "run" && before.watched.status === "running";
      if (before !== undefined && before.stamp === stamp && !isAtWork) continue;
      const read = yield* Effect.result(
        stamp === undefined ? sweepIn(directory, name) : runIn(directory, name, before?.watched),
      );
      seen.set(name, { stamp, watched: Result.isSuccess(read) ? read.success : undefined });
    }
    return [...seen.values()].flatMap(({ watched }) => watched ?? []).sort(byAge);
  });
}

/** Names of folders; none where the first run has not made the folder yet. */
function foldersIn(folder: string): readonly string[] {
  if (statusOf(folder) === undefined) return [];
  return readdirSync(folder).filter((name) => statusOf(join(folder, name))?.isDirectory());
}

/** Changes when a file is written; undefined where there is none. */
const stampOf = (file: string): Effect.Effect<string | undefined, InputError> =>
  tryRead(file, () => {
    const status = statusOf(file);
    return status && `${status.mtimeMs} ${status.size} ${status.ino}`;
  });

const sweepIn = (directory: string, name: string): Effect.Effect<Watched | undefined, InputError> =>
  Effect.map(isSweepDirectory(directory), (is) => is ? { kind: "sweep", name } : undefined);

const runIn = Effect.fnUntraced(function* (
  directory: string,
  name: string,
  before: Watched | undefined,
): Effect.fn.Return<Watched, InputError> {
  const manifest = yield* readPresentManifest(directory);
  // The config of a run never changes.
  const { settings } = before?.kind === "run" && before.started === manifest.started
    ? before
    : yield* readSettings(directory, manifest);
  return watchedRun(name, manifest, settings);
});

function watchedRun(
  name: string,
  { outcome, started, sizes }: Manifest,
  settings: Settings,
): WatchedRun {
  const epochs = settings["training.epochs"];
  const known = typeof epochs === "number" ? epochs : undefined;
  return {
    kind: "run",
    name,
    status: outcome.status,
    started,
    steps: outcome.steps,
    epochs: known,
    tokens: known === undefined || sizes === undefined ? undefined : known * sizes.train.tokens,
    loss: outcome.best,
    settings,
  };
}

/** Sweeps first, then runs by when they started. */
const byAge = (a: Watched, b: Watched): number =>
  a.kind === "run" && b.kind === "run"
    ? b.started.localeCompare(a.started)
    : a.kind.localeCompare(b.kind) * -1 || a.name.localeCompare(b.name);
