/** Reproduction: a run's manifest → the same training again → all metrics and weights compared. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Console, Effect, Schema, type Scope } from "effect";
import { InputError, isInputError, RunError } from "../src/base/errors.ts";
import { tryWrite } from "../src/base/files/file_error.ts";
import { readMetrics } from "../src/training/metrics/read_metrics.ts";
import { remove } from "../src/base/files/atomic_write.ts";
import { readRun } from "../src/run/existing_run.ts";
import { type Manifest, readManifest } from "../src/run/manifest.ts";
import { readPresentManifest } from "../src/run/present_manifest.ts";
import { changedCauses, type ComparedRun, firstDifference } from "../src/use/first_difference.ts";
import { sayWhereNow } from "../src/use/corpus_of_run.ts";
import { parentOfRun } from "../src/use/parent_of_run.ts";
import { describeRun, type RunFiles } from "../src/use/describe_run.ts";
import { runVersion } from "../src/experiment/setup/run_preparation.ts";
import { trainExperiment } from "./train.ts";
import { formatCount } from "../src/base/terminal/format_number.ts";

export interface ReproduceOptions extends RunFiles {
  readonly run: string;
}

/** The result of repeating a run. */
export interface Reproduction {
  /** Directory of the run that was repeated. */
  readonly run: string;
  readonly identical: boolean;
  /** The first difference between the runs; null if there is none. */
  readonly difference: string | null;
  /** What has changed since the run and may be why. */
  readonly changed: readonly string[];
}

/** Runs a finished run again, in a folder that is removed after, with the products that it used. */
export const reproduceRun = (
  { run: directory, ...files }: ReproduceOptions,
): Effect.Effect<Reproduction, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const existing = yield* readRun(directory);
    const { manifest } = existing;
    if (manifest.outcome.status !== "finished") {
      const { status, steps } = (yield* readPresentManifest(directory)).outcome;
      return yield* new NotFinished({ directory, status, steps });
    }
    const described = yield* describeRun(existing, files, manifest.engine.gemm);
    const parent = yield* parentOfRun(existing, described);
    const runs = yield* Effect.acquireRelease(
      tryWrite(tmpdir(), () => mkdtempSync(join(tmpdir(), "unroll-reproduce-"))),
      (folder) => Effect.sync(() => remove(folder)),
    );
    const { directory: anew } = yield* trainExperiment({
      experiment: described.experiment,
      source: undefined,
      gates: described.gates,
      engine: described.engine,
      parent,
      runs,
      again: false,
      corpusHash: manifest.hashes.corpus,
      preparation: runVersion(manifest),
    }).pipe(Effect.mapError((error) => isInputError(error) ? sayWhereNow(error) : error));
    const before = comparedRun(directory, manifest);
    const after = comparedRun(anew, yield* readManifest(anew));
    const difference = (yield* firstDifference(before, after)) ?? null;
    const changed = changedCauses(before.manifest, after.manifest);
    return { run: directory, identical: difference === null, difference, changed };
  });

const comparedRun = (directory: string, manifest: Manifest): ComparedRun => ({
  manifest,
  lines: readMetrics(directory),
});

/** The command `reproduce`: fails where the runs differ. */
export const reproduce = Effect.fnUntraced(function* (
  options: ReproduceOptions & { readonly json: boolean },
): Effect.fn.Return<void, InputError | RunError> {
  const reproduction = yield* Effect.scoped(reproduceRun(options));
  const { identical, difference, changed } = reproduction;
  if (options.json) yield* Console.log(JSON.stringify(reproduction, null, 2));
  else if (identical) yield* Console.log("identical: every metric and the final weights");
  if (difference !== null) {
    return yield* new NotReproduced({ run: options.run, difference, changed });
  }
  if (changed.length > 0) yield* Effect.logInfo(listChanges(changed));
});

const listChanges = (changed: readonly string[]): string =>
  `changed since then:\n  ${changed.join("\n  ")}`;

/** A run that has not come to its end: there is nothing to reproduce. */
class NotFinished extends InputError.extend<NotFinished>("NotFinished")({
  _tag: Schema.tag("NotFinished"),
  directory: Schema.String,
  status: Schema.String,
  steps: Schema.Number,
}) {
  override get message(): string {
    const { directory, status, steps } = this;
    return `"${directory}" is not finished, it is ${status} after step ${formatCount(steps)}: ` +
      "only a finished run can be reproduced";
  }
}

/** A run that came to something else when it was run again. */
class NotReproduced extends RunError.extend<NotReproduced>("NotReproduced")({
  _tag: Schema.tag("NotReproduced"),
  run: Schema.String,
  /** Where the two part first, in words. */
  difference: Schema.String,
  /** What has changed since the run, one line each. */
  changed: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const { run, difference, changed } = this;
    const causes = changed.length === 0 ? "" : `\n${listChanges(changed)}`;
    return `"${run}" was not reproduced; first difference: ${difference}${causes}`;
  }
}
