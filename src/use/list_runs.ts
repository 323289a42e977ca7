/** The runs of a folder, from their manifests. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Effect, Result, Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { tryRead } from "../base/files/file_error.ts";
import { isThere } from "../base/files/is_there.ts";
import { hasManifest, type Manifest } from "../run/manifest.ts";
import { readPresentManifest } from "../run/present_manifest.ts";
import { bits, perplexity } from "../training/metrics/metrics_line.ts";
import { readSettings, type Settings } from "./run_settings.ts";

/** One run in a list. */
export interface ListedRun {
  /** Its directory. */
  readonly run: string;
  readonly name: string;
  readonly status: Manifest["outcome"]["status"];
  readonly epochs: number;
  readonly steps: number;
  /** Least watched loss in nats per token; null where none was measured. */
  readonly loss: number | null;
  readonly perplexity: number | null;
  readonly bitsPerToken: number | null;
  /** Time in UTC, as in the manifest. */
  readonly started: string;
}

/** A run with the keys of its config; none unless they were asked for. */
export interface KeyedRun extends ListedRun {
  readonly settings: Settings;
}

/**
 * The runs below a folder; a damaged one is named in a warning and left out.
 *
 * @param withSettings whether the configs are read too
 */
export const listRuns = Effect.fnUntraced(function* (
  runs: string,
  withSettings = false,
): Effect.fn.Return<readonly KeyedRun[], InputError> {
  if (!(yield* isThere(runs))) {
    return yield* new NoRunsFolder({ runs });
  }
  const names = yield* tryRead(runs, () => readdirSync(runs));
  const listed: KeyedRun[] = [];
  for (const directory of names.map((name) => join(runs, name))) {
    const read = yield* Effect.result(readAny(directory, withSettings));
    if (Result.isFailure(read)) yield* Effect.logWarning(read.failure.message);
    else if (read.success !== undefined) listed.push(read.success);
  }
  return listed;
});

/** A run as it is listed; undefined if it is not a run. */
const readAny = Effect.fnUntraced(function* (
  directory: string,
  withSettings: boolean,
): Effect.fn.Return<KeyedRun | undefined, InputError> {
  if (!(yield* hasManifest(directory))) return undefined;
  const manifest = yield* readPresentManifest(directory);
  const settings = withSettings ? (yield* readSettings(directory, manifest)).settings : {};
  return { ...listedRun(directory, manifest), settings };
});

const listedRun = (run: string, { name, outcome, started }: Manifest): ListedRun => {
  const { status, epochs, steps, best: loss } = outcome;
  return {
    run,
    name,
    status,
    epochs,
    steps,
    loss,
    perplexity: loss === null ? null : perplexity(loss),
    bitsPerToken: loss === null ? null : bits(loss),
    started,
  };
};

/** A folder of runs that is not there. */
export class NoRunsFolder extends InputError.extend<NoRunsFolder>("NoRunsFolder")({
  _tag: Schema.tag("NoRunsFolder"),
  runs: Schema.String,
}) {
  override get message(): string {
    return `"${this.runs}" is not there: expected a folder of runs`;
  }
}
