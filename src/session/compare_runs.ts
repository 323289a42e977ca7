/** Whether two runs of one experiment came to the same, and where they part. */
import type { MetricsLine } from "../metrics/metrics_line.ts";
import type { Manifest } from "../run/manifest.ts";
import { changesSince } from "../run/run_parts.ts";

/** A run as far as it is compared: everything but times and speeds. */
export interface ComparedRun {
  readonly manifest: Manifest;
  readonly lines: readonly MetricsLine[];
}

/** Where two runs part, in words; undefined where they are identical. */
export const firstDifference = (before: ComparedRun, after: ComparedRun): string | undefined => {
  const count = Math.max(before.lines.length, after.lines.length);
  for (let at = 0; at < count; at++) {
    const a = before.lines[at];
    const b = after.lines[at];
    if (a === undefined || b === undefined) {
      const place = (a ?? b)!;
      return `step ${place.step}, ${place.split}: only ${
        a === undefined ? "the new run" : "the old run"
      } has this line`;
    }
    for (const key of keysOf(a, b)) {
      if (a[key] !== b[key]) {
        return `step ${a.step}, ${a.split} ${key}: ${a[key]} before, ${b[key]} now`;
      }
    }
  }
  const weights = (run: ComparedRun) =>
    run.manifest.checkpoints.at(-1)?.files["model.safetensors"].sha256;
  return weights(before) === weights(after)
    ? undefined
    : "the final weights, every metric being the same";
};

const keysOf = (a: MetricsLine, b: MetricsLine): (keyof MetricsLine)[] => {
  const keys = [...Object.keys(a), ...Object.keys(b)] as (keyof MetricsLine)[];
  return [...new Set(keys)].filter((key) => key !== "tokensPerSecond");
};

/**
 * What differs between the manifests and may be the cause, one line each. The config is none: it is
 * the old run's own, and only says where files are from another place.
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
