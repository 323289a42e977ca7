/** The pipelines, each loaded when its command runs. */
import { Effect } from "effect";
import type { Pipelines } from "./commands/commands.ts";
import { loadModule } from "../base/load_module.ts";

/** The pipelines of this repository. */
export const pipelines: Pipelines = {
  train: (options) => {
    const training = loadModule<typeof import("../../pipelines/train.ts")>("pipelines/train.ts")
      .pipe(Effect.flatMap(({ train }) => train(options)));
    return options.watch
      ? loadModule<typeof import("../../pipelines/watch.ts")>("pipelines/watch.ts").pipe(
        Effect.flatMap(({ watched }) => watched(options.runs, training)),
      )
      : training;
  },
  resume: (options) =>
    loadModule<typeof import("../../pipelines/resume.ts")>("pipelines/resume.ts").pipe(
      Effect.flatMap(({ resume }) => resume(options)),
    ),
  evaluate: (options) =>
    loadModule<typeof import("../../pipelines/evaluate.ts")>("pipelines/evaluate.ts").pipe(
      Effect.flatMap(({ evaluate }) => evaluate(options)),
    ),
  score: (options) =>
    loadModule<typeof import("../../pipelines/score.ts")>("pipelines/score.ts").pipe(
      Effect.flatMap(({ score }) => score(options)),
    ),
  generate: (options) =>
    loadModule<typeof import("../../pipelines/generate.ts")>("pipelines/generate.ts").pipe(
      Effect.flatMap(({ generate }) => generate(options)),
    ),
  serve: (options) =>
    loadModule<typeof import("../../pipelines/serve.ts")>("pipelines/serve.ts").pipe(
      Effect.flatMap(({ serve }) => serve(options)),
    ),
  reproduce: (options) =>
    loadModule<typeof import("../../pipelines/reproduce.ts")>("pipelines/reproduce.ts").pipe(
      Effect.flatMap(({ reproduce }) => reproduce(options)),
    ),
  runs: (options) =>
    loadModule<typeof import("../../pipelines/runs.ts")>("pipelines/runs.ts").pipe(
      Effect.flatMap(({ runs }) => runs(options)),
    ),
  init: (options) =>
    loadModule<typeof import("../../pipelines/init.ts")>("pipelines/init.ts").pipe(
      Effect.flatMap(({ init }) => init(options)),
    ),
  doctor: (options) =>
    loadModule<typeof import("../../pipelines/doctor.ts")>("pipelines/doctor.ts").pipe(
      Effect.flatMap(({ doctor }) => doctor(options)),
    ),
  watch: (options) =>
    loadModule<typeof import("../../pipelines/watch.ts")>("pipelines/watch.ts").pipe(
      Effect.flatMap(({ watch }) => watch(options)),
    ),
  sweep: (options) =>
    loadModule<typeof import("../../pipelines/sweep.ts")>("pipelines/sweep.ts").pipe(
      Effect.flatMap(({ sweep }) => sweep(options)),
    ),
  worker: (options) =>
    loadModule<typeof import("../../pipelines/worker.ts")>("pipelines/worker.ts").pipe(
      Effect.flatMap(({ worker }) => worker(options)),
    ),
  compare: (options) =>
    loadModule<typeof import("../../pipelines/compare.ts")>("pipelines/compare.ts").pipe(
      Effect.flatMap(({ compare }) => compare(options)),
    ),
  report: (options) =>
    loadModule<typeof import("../../pipelines/report.ts")>("pipelines/report.ts").pipe(
      Effect.flatMap(({ report }) => report(options)),
    ),
  exportWeights: (options) =>
    loadModule<typeof import("../../pipelines/export.ts")>("pipelines/export.ts").pipe(
      Effect.flatMap(({ exportWeights }) => exportWeights(options)),
    ),
  checkGradient: (read) =>
    loadModule<typeof import("../../pipelines/check_gradient.ts")>("pipelines/check_gradient.ts")
      .pipe(
        Effect.flatMap(({ checkGradient }) => checkGradient(read)),
      ),
  describePlan: (read) =>
    loadModule<typeof import("../../pipelines/check.ts")>("pipelines/check.ts").pipe(
      Effect.flatMap(({ describePlan }) => describePlan(read)),
    ),
};
