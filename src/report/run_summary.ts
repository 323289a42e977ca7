/** The results of a run and what computed them, as one flat record. */
import { bits, type MetricsLine, perplexity } from "../training/metrics/metrics_line.ts";
import { describeLibrary } from "../run/environment_changes.ts";
import type { Environment } from "../run/environment_record.ts";
import type { Manifest } from "../run/manifest.ts";
import { runParts } from "../run/run_parts.ts";
import type { RunView } from "./run_view.ts";

/** Null where it was not measured. */
export interface RunSummary {
  readonly directory: string;
  readonly status: string;
  readonly steps: number;
  readonly epochs: number;
  /** Least watched loss, nats per token, with its perplexity and its bits per token. */
  readonly loss: number | null;
  readonly perplexity: number | null;
  readonly bits: number | null;
  /** The last lines of metrics. */
  readonly lastTrainingLoss: number | null;
  readonly lastValidationLoss: number | null;
  /** Median of the lines of metrics. */
  readonly tokensPerSecond: number | null;
  /** Of training: pauses, evaluations and checkpoints are left out. */
  readonly seconds: number | null;
  /** What computed it; `A, then B` where a part of it was computed by another. */
  readonly gemm: string;
  readonly library: string;
  readonly runtime: string;
  readonly processor: string;
  /** SHA-256 of the code of Unroll. */
  readonly code: string;
}

export function runSummary({ directory, manifest, lines, trainingSeconds }: RunView): RunSummary {
  const { outcome } = manifest;
  const last = (split: MetricsLine["split"]) =>
    lines.findLast((line) => line.split === split && line.note === undefined)?.loss ?? null;
  const speeds = lines.flatMap(({ tokensPerSecond }) => tokensPerSecond ?? [])
    .sort((a, b) => a - b);
  const { best } = outcome;
  return {
    directory,
    status: outcome.status,
    steps: outcome.steps,
    epochs: outcome.epochs,
    loss: best,
    perplexity: best === null ? null : perplexity(best),
    bits: best === null ? null : bits(best),
    lastTrainingLoss: last("train"),
    lastValidationLoss: last("valid"),
    tokensPerSecond: speeds[speeds.length >> 1] ?? null,
    seconds: trainingSeconds ?? null,
    ...computedBy(manifest),
  };
}

/** What computed the parts of a run, in their order. */
function computedBy(
  manifest: Manifest,
): Pick<RunSummary, "gemm" | "library" | "runtime" | "processor" | "code"> {
  const parts = runParts(manifest).flatMap(({ environment }) => environment ?? []);
  const each = (of: (part: Environment) => string) =>
    parts.map(of).filter((value, i, all) => value !== all[i - 1]).join(then);
  return {
    gemm: each(({ engine }) => engine.gemm),
    library: each(({ engine }) => describeLibrary(engine)),
    runtime: each(({ runtime }) => `${runtime.name} ${runtime.version}`),
    processor: each(({ runtime }) => `${runtime.cpu} (${runtime.architecture})`),
    code: each(({ code }) => code),
  };
}

/** Between the parts of a run that were computed differently. */
export const then = ", then ";
