/** The runs of a folder, from their manifests. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Effect, Result, Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { exp } from "../kernels/math.ts";
import { tryRead } from "../base/files/file_error.ts";
import { isThere } from "../base/files/is_there.ts";
import { hasManifest, type Manifest, readManifest } from "../run/manifest.ts";

/** One run in a list. */
export interface ListedRun {
  readonly directory: string;
  readonly status: Manifest["outcome"]["status"];
  readonly steps: number;
  readonly epochs: number;
  /** Least watched loss in nats per token, and its exponential; null where none was measured. */
  readonly loss: number | null;
  readonly perplexity: number | null;
  readonly started: string;
}

/** The runs below a folder, the oldest first; a damaged one is named in a warning and left out. */
export const listRuns = Effect.fnUntraced(function* (
  runs: string,
): Effect.fn.Return<readonly ListedRun[], InputError> {
  if (!(yield* isThere(runs))) {
    return yield* new NoRunsFolder({ runs });
  }
  const names = yield* tryRead(runs, () => readdirSync(runs));
  const listed: ListedRun[] = [];
  for (const directory of names.map((name) => join(runs, name))) {
    const manifest = yield* Effect.result(readAny(directory));
    if (Result.isFailure(manifest)) yield* Effect.logWarning(manifest.failure.message);
    else if (manifest.success !== undefined) listed.push(listedRun(directory, manifest.success));
  }
  return listed.sort((a, b) => a.started < b.started ? -1 : a.started > b.started ? 1 : 0);
});

/** The manifest of a run; undefined if it is not a run. */
const readAny = (directory: string): Effect.Effect<Manifest | undefined, InputError> =>
  Effect.flatMap(
    hasManifest(directory),
    (has) => has ? readManifest(directory) : Effect.undefined,
  );

const listedRun = (directory: string, { outcome, started }: Manifest): ListedRun => ({
  directory,
  status: outcome.status,
  steps: outcome.steps,
  epochs: outcome.epochs,
  loss: outcome.best,
  perplexity: outcome.best === null ? null : exp(outcome.best),
  started,
});

/** A folder of runs that is not there. */
export class NoRunsFolder extends InputError.extend<NoRunsFolder>("NoRunsFolder")({
  _tag: Schema.tag("NoRunsFolder"),
  runs: Schema.String,
}) {
  override get message(): string {
    return `"${this.runs}" is not there: expected a folder of runs`;
  }
}
