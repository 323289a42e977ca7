/**
 * The folder of a checkpoint: written under a temporary name, with every file flushed, and renamed.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import {
  flushDirectory,
  overRemains,
  remove,
  temporaryPath,
  writeFlushed,
} from "../base/files/atomic_write.ts";
import { statusOf } from "../base/files/is_there.ts";
import { sha256 } from "../base/files/sha256.ts";
import type { CheckpointEntry } from "./manifest.ts";
import { encodeSafetensors, type Tensors } from "./tensors/safetensors.ts";

export interface CheckpointContent {
  readonly model: Tensors;
  /** Slots as `SLOT.TENSOR`; empty for an optimizer without any. */
  readonly optimizer: Tensors;
  /** The hidden state that the next batch starts from, where one is carried. */
  readonly carried: Tensors | undefined;
  /** Everything else that resuming needs; JSON data, finite numbers only. */
  readonly state: unknown;
}

/** Path of a checkpoint's folder inside the run directory. */
export function checkpointFolder(name: string): string {
  return path.join("checkpoints", name);
}

/** `step-00000200` after 200 steps. */
export function checkpointName(step: number): string {
  return `step-${String(step).padStart(8, "0")}`;
}

/** Writes the files to a temporary folder and renames it; returns their sizes and hashes. */
export function writeFolder(folder: string, content: CheckpointContent): CheckpointEntry["files"] {
  const aside = temporaryPath(folder);
  const write = (name: string, bytes: Uint8Array) => {
    writeFlushed(path.join(aside, name), bytes);
    return { bytes: bytes.length, sha256: sha256(bytes) };
  };
  try {
    overRemains(aside, () => fs.mkdirSync(aside));
    const files = {
      "model.safetensors": write("model.safetensors", encodeSafetensors(content.model)),
      "optimizer.safetensors": write("optimizer.safetensors", encodeSafetensors(content.optimizer)),
      ...content.carried === undefined ? {} : {
        "carried.safetensors": write("carried.safetensors", encodeSafetensors(content.carried)),
      },
      "state.json": write("state.json", encodeState(content.state)),
    };
    flushDirectory(aside);
    if (statusOf(folder) !== undefined) {
      remove(replacedPath(folder));
      fs.renameSync(folder, replacedPath(folder));
    }
    fs.renameSync(aside, folder);
    flushDirectory(path.dirname(folder));
    return files;
  } catch (cause) {
    remove(aside);
    throw cause;
  }
}

/**
 * Where a checkpoint waits while one of the same step takes its place: until the manifest is
 * written the old one is the one that counts. {@link restoreReplaced} puts it back after a kill.
 */
export function replacedPath(folder: string): string {
  return path.join(path.dirname(folder), `.${path.basename(folder)}.replaced`);
}

/**
 * Cleans up after a write that was cut off while it replaced a checkpoint: the manifest decides
 * which of the two counts, and the other is removed. Throws as node:fs does.
 */
export function restoreReplaced(directory: string, entry: CheckpointEntry): void {
  const folder = path.join(directory, checkpointFolder(entry.name));
  const replaced = replacedPath(folder);
  if (statusOf(replaced) === undefined) return;
  if (!isAsWritten(folder, entry) && isAsWritten(replaced, entry)) {
    remove(folder);
    fs.renameSync(replaced, folder);
  }
  remove(replaced);
}

function isAsWritten(folder: string, entry: CheckpointEntry): boolean {
  return Object.entries(entry.files).every(([name, written]) => {
    const file = path.join(folder, name);
    const status = fs.lstatSync(file, { throwIfNoEntry: false });
    return status?.isFile() && status.size === written.bytes &&
      sha256(fs.readFileSync(file)) === written.sha256;
  });
}

function encodeState(state: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(state, null, 2)}\n`);
}
