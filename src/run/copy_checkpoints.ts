import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { copyFlushed, flushDirectory, overRemains } from "../base/files/atomic_write.ts";
import { checkpointFolder } from "./checkpoint_folder.ts";
import type { CheckpointEntry } from "./manifest.ts";

/** Copies checkpoints of one run directory to another; throws as node:fs does. */
export function copyCheckpoints(
  source: string,
  target: string,
  checkpoints: readonly CheckpointEntry[],
): void {
  for (const { name, files } of checkpoints) {
    const from = join(source, checkpointFolder(name));
    const to = join(target, checkpointFolder(name));
    overRemains(to, () => mkdirSync(to));
    for (const file of Object.keys(files)) copyFlushed(join(from, file), join(to, file));
    flushDirectory(to);
  }
  flushDirectory(join(target, checkpointFolder("")));
}
