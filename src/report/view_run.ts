/** Reads what reports and comparisons show of a run. */
import { join } from "node:path";
import { Effect, Predicate, Result, Stream } from "effect";
import { toPlain } from "../config/located.ts";
import { mistakesError } from "../config/mistake.ts";
import { readYaml } from "../config/read_yaml.ts";
import { configLimit } from "../base/config_limit.ts";
import type { InputError } from "../base/errors.ts";
import { readMetrics } from "../training/metrics/read_metrics.ts";
import { metricsDownsampler } from "../training/metrics/downsample_metrics.ts";
import type { RunView, Setting } from "./run_view.ts";
import { checkRunDirectory } from "../run/existing_run.ts";
import { readTextInside } from "../base/files/read_inside.ts";
import { readManifest } from "../run/manifest.ts";
import { configFile } from "../run/run_directory.ts";
import { checkUnchanged } from "../run/check_unchanged.ts";

/** Reads manifest, config and metrics of a run directory; it may still be at work. */
export const viewRun = Effect.fnUntraced(function* (
  directory: string,
): Effect.fn.Return<RunView, InputError> {
  yield* checkRunDirectory(directory);
  const manifest = yield* readManifest(directory);
  const config = yield* readTextInside(directory, configFile, configLimit);
  const written = manifest.hashes.config;
  yield* checkUnchanged(directory, [{ name: configFile, text: config, written }]);
  const label = join(directory, configFile);
  const read = readYaml(config, { order: 0, label, directory, isFile: true });
  if (Result.isFailure(read)) return yield* mistakesError(read.failure);
  const thinner = metricsDownsampler();
  yield* Stream.runForEach(readMetrics(directory), (line) => Effect.sync(() => thinner.add(line)));
  const settings = flatten(toPlain(read.success));
  return { directory, manifest, config, settings, lines: thinner.lines() };
});

/** The values of a config by key path; lists and empty maps are written as JSON. */
function flatten(value: unknown, path: readonly string[] = []): Record<string, Setting> {
  if (Predicate.isObject(value) && Object.keys(value).length > 0) {
    return Object.assign(
      {},
      ...Object.entries(value).map(([key, inner]) => flatten(inner, [...path, key])),
    );
  }
  const isScalar = value === null || typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean";
  return { [path.join(".")]: isScalar ? value : JSON.stringify(value) };
}
