/** The pipelines, each loaded when its command runs. */
import { Effect } from "effect";
import type { Pipelines } from "./commands/commands.ts";

/**
 * Loads a file of pipelines/. The path is assembled at run time, because Deno reads everything
 * behind a literal import before the program starts, even if it is never needed: 0.1 s for the
 * pipelines that a command does not use.
 */
const load = <M>(name: string): Effect.Effect<M> =>
  Effect.promise(() => import(new URL(`../../pipelines/${name}.ts`, import.meta.url).href));

/** The pipelines of this repository. */
export const pipelines: Pipelines = {
  train: (options) =>
    load<typeof import("../../pipelines/train.ts")>("train").pipe(
      Effect.flatMap(({ train }) => train(options)),
    ),
  resume: (options) =>
    load<typeof import("../../pipelines/resume.ts")>("resume").pipe(
      Effect.flatMap(({ resume }) => resume(options)),
    ),
  evaluate: (options) =>
    load<typeof import("../../pipelines/evaluate.ts")>("evaluate").pipe(
      Effect.flatMap(({ evaluate }) => evaluate(options)),
    ),
  score: (options) =>
    load<typeof import("../../pipelines/score.ts")>("score").pipe(
      Effect.flatMap(({ score }) => score(options)),
    ),
  generate: (options) =>
    load<typeof import("../../pipelines/generate.ts")>("generate").pipe(
      Effect.flatMap(({ generate }) => generate(options)),
    ),
  reproduce: (options) =>
    load<typeof import("../../pipelines/reproduce.ts")>("reproduce").pipe(
      Effect.flatMap(({ reproduce }) => reproduce(options)),
    ),
  runs: (options) =>
    load<typeof import("../../pipelines/runs.ts")>("runs").pipe(
      Effect.flatMap(({ runs }) => runs(options)),
    ),
  sweep: (options) =>
    load<typeof import("../../pipelines/sweep.ts")>("sweep").pipe(
      Effect.flatMap(({ sweep }) => sweep(options)),
    ),
  worker: (options) =>
    load<typeof import("../../pipelines/worker.ts")>("worker").pipe(
      Effect.flatMap(({ worker }) => worker(options)),
    ),
  compare: (options) =>
    load<typeof import("../../pipelines/compare.ts")>("compare").pipe(
      Effect.flatMap(({ compare }) => compare(options)),
    ),
  report: (options) =>
    load<typeof import("../../pipelines/report.ts")>("report").pipe(
      Effect.flatMap(({ report }) => report(options)),
    ),
  exportWeights: (options) =>
    load<typeof import("../../pipelines/export.ts")>("export").pipe(
      Effect.flatMap(({ exportWeights }) => exportWeights(options)),
    ),
  checkGradient: (read) =>
    load<typeof import("../../pipelines/check_gradient.ts")>("check_gradient").pipe(
      Effect.flatMap(({ checkGradient }) => checkGradient(read)),
    ),
  describePlan: (read) =>
    load<typeof import("../../pipelines/check.ts")>("check").pipe(
      Effect.flatMap(({ describePlan }) => describePlan(read)),
    ),
};
