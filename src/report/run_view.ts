/** What a report and a comparison see of a run. */
import type { MetricsLine } from "../metrics/metrics_line.ts";
import type { Manifest } from "../run/manifest.ts";

export interface RunView {
  readonly directory: string;
  readonly manifest: Manifest;
  /** Text of its `config.yaml`: every key with its value. */
  readonly config: string;
  /** None where the run writes no file of them. */
  readonly lines: readonly MetricsLine[];
}
