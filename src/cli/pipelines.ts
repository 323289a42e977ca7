/** The pipelines, each loaded when its command runs. */
import { Effect } from "effect";
import type { Pipelines } from "./commands.ts";

/** The pipelines of this repository. */
export const pipelines: Pipelines = {
  train: (options) =>
    Effect.promise(() => import("../../pipelines/train.ts")).pipe(
      Effect.flatMap(({ train }) => train(options)),
    ),
  resume: (options) =>
    Effect.promise(() => import("../../pipelines/resume.ts")).pipe(
      Effect.flatMap(({ resume }) => resume(options)),
    ),
  evaluate: (options) =>
    Effect.promise(() => import("../../pipelines/evaluate.ts")).pipe(
      Effect.flatMap(({ evaluate }) => evaluate(options)),
    ),
  generate: (options) =>
    Effect.promise(() => import("../../pipelines/generate.ts")).pipe(
      Effect.flatMap(({ generate }) => generate(options)),
    ),
  reproduce: (options) =>
    Effect.promise(() => import("../../pipelines/reproduce.ts")).pipe(
      Effect.flatMap(({ reproduce }) => reproduce(options)),
    ),
  runs: (options) =>
    Effect.promise(() => import("../../pipelines/runs.ts")).pipe(
      Effect.flatMap(({ runs }) => runs(options)),
    ),
  sweep: (options) =>
    Effect.promise(() => import("../../pipelines/sweep.ts")).pipe(
      Effect.flatMap(({ sweep }) => sweep(options)),
    ),
  worker: (options) =>
    Effect.promise(() => import("../../pipelines/worker.ts")).pipe(
      Effect.flatMap(({ worker }) => worker(options)),
    ),
  compare: (options) =>
    Effect.promise(() => import("../../pipelines/compare.ts")).pipe(
      Effect.flatMap(({ compare }) => compare(options)),
    ),
  report: (options) =>
    Effect.promise(() => import("../../pipelines/report.ts")).pipe(
      Effect.flatMap(({ report }) => report(options)),
    ),
  exportWeights: (options) =>
    Effect.promise(() => import("../../pipelines/export.ts")).pipe(
      Effect.flatMap(({ exportWeights }) => exportWeights(options)),
    ),
  checkGradient: (read) =>
    Effect.promise(() => import("../../pipelines/check_gradient.ts")).pipe(
      Effect.flatMap(({ checkGradient }) => checkGradient(read)),
    ),
  describePlan: (read) =>
    Effect.promise(() => import("../../pipelines/check.ts")).pipe(
      Effect.flatMap(({ describePlan }) => describePlan(read)),
    ),
};
