import type { Manifest } from "./manifest.ts";

/** Drops the checkpoints that are neither `best` nor `last` nor among the newest `keep`. */
export function keepCheckpoints(manifest: Manifest, keep: number): Manifest {
  const { checkpoints, best, last } = manifest;
  return {
    ...manifest,
    checkpoints: checkpoints.filter(({ name }, i) =>
      name === best || name === last || i >= checkpoints.length - keep
    ),
  };
}
