/**
 * What the commands pass to the pipelines. The program's entry point provides an implementation
 * that loads each pipeline when its command runs, so `--help` does not load the engine.
 */
import type { Effect } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { ReadExperiment } from "../../experiment/read_experiment.ts";
import type { CompareOptions } from "../../../pipelines/compare.ts";
import type { DoctorOptions } from "../../../pipelines/doctor.ts";
import type { EvaluateOptions } from "../../../pipelines/evaluate.ts";
import type { ExportOptions } from "../../../pipelines/export.ts";
import type { GenerateCommand } from "../../../pipelines/generate.ts";
import type { InitOptions } from "../../../pipelines/init.ts";
import type { ReportOptions } from "../../../pipelines/report.ts";
import type { ReproduceOptions } from "../../../pipelines/reproduce.ts";
import type { ResumeOptions } from "../../../pipelines/resume.ts";
import type { RunsOptions } from "../../../pipelines/runs.ts";
import type { ScoreCommandOptions } from "../../../pipelines/score.ts";
import type { ServeOptions } from "../../../pipelines/serve.ts";
import type { SweepOptions } from "../../../pipelines/sweep.ts";
import type { TrainOptions } from "../../../pipelines/train.ts";
import type { WatchOptions } from "../../../pipelines/watch.ts";
import type { WorkerOptions } from "../../../pipelines/worker.ts";

/** Print one JSON document instead of text. */
interface Json {
  readonly json: boolean;
}

/** Options of `run`; `watch` serves a page that follows it. */
export type TrainCommand = TrainOptions & ReadExperiment & Json & { readonly watch: boolean };
/** Options of `resume`; `workers` undefined is what the run's config says. */
export type ResumeCommand = ResumeOptions & Json;
/** Options of `evaluate`. */
export type EvaluateCommand = EvaluateOptions & Json;

/** How a pipeline ends: done, or one of the two failures that a user can meet. */
export type PipelineRun = Effect.Effect<void, InputError | RunError>;

/** The pipelines behind the commands. They write their results to standard output. */
export interface Pipelines {
  readonly train: (options: TrainCommand) => PipelineRun;
  readonly resume: (options: ResumeCommand) => PipelineRun;
  readonly evaluate: (options: EvaluateCommand) => PipelineRun;
  readonly score: (options: ScoreCommandOptions) => PipelineRun;
  readonly generate: (options: GenerateCommand) => PipelineRun;
  readonly serve: (options: ServeOptions) => PipelineRun;
  readonly reproduce: (options: ReproduceOptions & Json) => PipelineRun;
  readonly runs: (options: RunsOptions & Json) => PipelineRun;
  readonly sweep: (options: SweepOptions & Json) => PipelineRun;
  readonly worker: (options: WorkerOptions) => PipelineRun;
  readonly compare: (options: CompareOptions & Json) => PipelineRun;
  readonly init: (options: InitOptions) => PipelineRun;
  readonly doctor: (options: DoctorOptions) => PipelineRun;
  readonly watch: (options: WatchOptions) => PipelineRun;
  readonly report: (options: ReportOptions) => PipelineRun;
  readonly exportWeights: (options: ExportOptions) => PipelineRun;
  /** The compiled plan of an experiment in words, for `check`. */
  readonly describePlan: (options: ReadExperiment) => Effect.Effect<string, InputError | RunError>;
  /** Compares gradients with differences, for `check --gradient`. */
  readonly checkGradient: (options: ReadExperiment) => PipelineRun;
}
