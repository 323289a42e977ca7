/**
 * Resuming: an interrupted run, from its newest sound checkpoint to its end.
 */
import { Effect, Record, Result, type Scope } from "effect";
import type { InputError, RunError } from "../src/base/errors.ts";
import type { Experiment } from "../src/experiment/schema.ts";
import { extendingKeys } from "../src/use/check_extension.ts";
import { extendRun } from "../src/use/extend_run.ts";
import type { RunFiles } from "../src/use/describe_run.ts";
import { say } from "../src/trainer/note_outcome.ts";
import { resumeJob } from "../src/trainer/job/resume_job.ts";
import { trainRun } from "../src/trainer/run_training.ts";
import type { Prepared } from "../src/trainer/job/training_job.ts";
import { summarize, type Summary } from "../src/trainer/summary.ts";
import { openForResume } from "../src/use/open_for_resume.ts";
import { warnOfChanges } from "../src/trainer/job/warn_of_changes.ts";
import { printResult } from "./train.ts";

export interface ResumeOptions extends RunFiles {
  readonly run: string;
  readonly workers: number | "auto" | undefined;
}

/** What a run comes to. */
interface Resumed {
  readonly summary: Summary;
  readonly experiment: Experiment;
}

/** Trains a run to its end; a finished one is answered as it is. */
export const resumeRun = (
  options: ResumeOptions,
): Effect.Effect<Resumed, InputError | RunError, Scope.Scope> =>
  prepare(options).pipe(
    Effect.onInterrupt(() => say("Interrupted before a step, the run is unchanged")),
    Effect.flatMap((prepared) => {
      if ("summary" in prepared) return Effect.succeed(prepared);
      const { experiment } = prepared.job;
      return Effect.map(trainRun(prepared), (summary) => ({ summary, experiment }));
    }),
  );

/** Everything up to the next step. Nothing is written until all of it has been found sound. */
const prepare = (
  { run, workers, allowCode, set: given = {} }: ResumeOptions,
): Effect.Effect<Prepared | Resumed, InputError | RunError, Scope.Scope> =>
  Effect.gen(function* () {
    const [extension, set] = Record.partition(
      given,
      (value, key) => extendingKeys.includes(key) ? Result.succeed(value) : Result.fail(value),
    );
    const directory = Record.isEmptyRecord(extension)
      ? run
      : yield* extendRun(run, { allowCode, set }, extension);
    const taken = yield* openForResume(directory, { workers, allowCode, set });
    const { existing, experiment, corpus, engine } = taken;
    if (existing.manifest.outcome.status === "finished") {
      yield* Effect.logInfo(`"${directory}" is finished already`);
      yield* warnOfChanges(existing.manifest, engine);
      return { summary: summarize(experiment, corpus, existing), experiment };
    }
    return yield* resumeJob(existing, taken);
  });

/** The command `resume`. */
export const resume = (
  options: ResumeOptions & { readonly json: boolean },
): Effect.Effect<void, InputError | RunError> =>
  Effect.scoped(resumeRun(options)).pipe(
    Effect.flatMap(({ summary, experiment }) =>
      printResult(summary, { experiment, json: options.json })
    ),
  );
