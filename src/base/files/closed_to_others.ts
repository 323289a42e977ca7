/**
 * Private files and folders, which only their owner may read: whatever was made from a private
 * text.
 */
import { chmodSync } from "node:fs";
import { statusOf } from "./is_there.ts";

/** Mode of a file that its owner alone may read and write. */
export const ownersAlone = 0o600;

const others = 0o077, anybody = 0o007;

/** Whether a folder is closed to anybody but its owner and group, as that of a private run is. */
export function isClosed(folder: string): boolean {
  const status = statusOf(folder);
  return status !== undefined && (status.mode & anybody) === 0;
}

/** Makes a file private if it exists; throws as node:fs does. */
export function closeFile(path: string): void {
  const status = statusOf(path);
  if (status !== undefined && (status.mode & others) !== 0) chmodSync(path, ownersAlone);
}
