/** Whether two runs of an experiment have the same results, and where they first differ. */
import { Effect, Option, Stream } from "effect";
import type { InputError } from "../base/errors.ts";
import type { MetricsLine } from "../training/metrics/metrics_line.ts";
import type { Manifest } from "../run/manifest.ts";
import { changesSince } from "../run/run_parts.ts";
import { formatCount } from "../base/terminal/format_number.ts";

/** A run as far as it is compared: everything but times and speeds. */
export interface ComparedRun {
  readonly manifest: Manifest;
  readonly lines: Stream.Stream<MetricsLine, InputError>;
}

/** Where two runs part, in words; undefined where they are identical. */
export const firstDifference = (
  before: ComparedRun,
  after: ComparedRun,
): Effect.Effect<string | undefined, InputError> => {
  // An end of its own to each, so that the longer one has a partner for its next line.
  const ended = ({ lines }: ComparedRun) => Stream.concat(lines, Stream.succeed(undefined));
  return Stream.zipWith(ended(before), ended(after), lineDifference).pipe(
    Stream.filter((difference) => difference !== undefined),
    Stream.runHead,
    Effect.map(Option.getOrElse(() => weightsDifference(before.manifest, after.manifest))),
  );
};

const lineDifference = (
  a: MetricsLine | undefined,
  b: MetricsLine | undefined,
): string | undefined => {
  if (a === undefined || b === undefined) {
    const place = a ?? b;
    return place &&
      `step ${formatCount(place.step)}, ${place.split}: only ${
        a === undefined ? "the new run" : "the old run"
      } has this line`;
  }
  const key = keysOf(a, b).find((key) => a[key] !== b[key]);
  return key && `step ${formatCount(a.step)}, ${a.split} ${key}: ${a[key]} before, ${b[key]} now`;
};

const weightsDifference = (before: Manifest, after: Manifest): string | undefined => {
  const weights = ({ checkpoints }: Manifest) =>
    checkpoints.at(-1)?.files["model.safetensors"].sha256;
  return weights(before) === weights(after)
    ? undefined
    : "the final weights, every metric being the same";
};

const keysOf = (a: MetricsLine, b: MetricsLine): (keyof MetricsLine)[] => {
  const keys = [...Object.keys(a), ...Object.keys(b)] as (keyof MetricsLine)[];
  return [...new Set(keys)].filter((key) => key !== "tokensPerSecond");
};

/**
 * Differences between the manifests that may be the cause, one line each. The config is not one: it
 * is the old run's own, with file paths written from another place.
 */
export const changedCauses = (before: Manifest, after: Manifest): string[] => {
  const { code, ...hashes } = after.hashes;
  const inputs = ["corpus", "vocabulary"] as const;
  return [
    ...inputs.filter((name) => before.hashes[name] !== hashes[name]).map((name) =>
      `${name}: ${before.hashes[name]} before, ${hashes[name]} now`
    ),
    ...changesSince(before, { code, ...after }),
  ];
};
