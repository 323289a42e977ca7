/** Reads what reports and comparisons show of a run. */
import { Effect, Stream } from "effect";
import type { InputError } from "../base/errors.ts";
import { readMetrics } from "../training/metrics/read_metrics.ts";
import { metricsDownsampler } from "../training/metrics/downsample_metrics.ts";
import { trainingTime } from "../training/metrics/training_time.ts";
import type { RunView } from "./run_view.ts";
import { checkRunDirectory } from "../run/existing_run.ts";
import { readPresentManifest } from "../run/present_manifest.ts";
import { readSettings } from "../use/run_settings.ts";

/** Reads manifest, config and metrics of a run directory; it may still be at work. */
export const viewRun = Effect.fnUntraced(function* (
  directory: string,
): Effect.fn.Return<RunView, InputError> {
  yield* checkRunDirectory(directory);
  const manifest = yield* readPresentManifest(directory);
  const { config, settings } = yield* readSettings(directory, manifest);
  const thinner = metricsDownsampler();
  const time = trainingTime();
  yield* Stream.runForEach(readMetrics(directory), (line) =>
    Effect.sync(() => {
      thinner.add(line);
      time.add(line);
    }));
  return {
    directory,
    manifest,
    config,
    settings,
    lines: thinner.lines(),
    trainingSeconds: time.seconds(),
  };
});
