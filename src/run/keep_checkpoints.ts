import type { Manifest } from "./manifest.ts";

/**
 * Drops the checkpoints that are neither `best` nor `last` nor among the newest `keep`.
 * @param protect names of others that stay
 */
export function keepCheckpoints(
  manifest: Manifest,
  keep: number,
  protect: readonly string[] = [],
): Manifest {
  const { checkpoints, best, last } = manifest;
  const kept = [best, last, ...protect];
  return {
    ...manifest,
    checkpoints: checkpoints.filter(({ name }, i) =>
      kept.includes(name) || i >= checkpoints.length - keep
    ),
  };
}
