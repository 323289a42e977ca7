/** What reports and comparisons show of a run. */
import type { MetricsLine } from "../training/metrics/metrics_line.ts";
import type { Manifest } from "../run/manifest.ts";
import type { Insight } from "../use/insight/look_into.ts";
import type { Settings } from "../use/run_settings.ts";

export interface RunView {
  readonly directory: string;
  readonly manifest: Manifest;
  /** Text of its `config.yaml`: every key with its value. */
  readonly config: string;
  /** The same by key path. */
  readonly settings: Settings;
  /** None if the run writes no such file; of a very long run the part that is kept for plots. */
  readonly lines: readonly MetricsLine[];
  /** Of training steps alone; undefined where no line tells. */
  readonly trainingSeconds: number | undefined;
  /** What the trained model makes of a text, where one was given. */
  readonly insight?: Insight;
}
