/** The files that a glob names in a folder, with a bound on what is walked for that. */
import { globSync } from "node:fs";
import { glob } from "node:fs/promises";

/** Most files and folders that a glob with `**` leads through: some seconds and 100 MB. */
const mostWalked = 200_000;

/** Matches that are looked at in one go. */
const atOnce = 1000;

/** A glob that leads through more than {@link mostWalked} files and folders. */
export class GlobTooWide extends Error {
  override readonly name = "GlobTooWide";
  override readonly message =
    `leads through more than ${mostWalked.toLocaleString("en-US")} files and folders, ` +
    "allowed is a glob that begins in a folder with fewer";
}

/**
 * Paths from `cwd` that match and are to be kept, in no certain order. Other work goes on meanwhile,
 * and `signal` ends the walk. Throws a {@link GlobTooWide}.
 */
export async function expandGlob(
  pattern: string,
  cwd: string,
  keep: (path: string) => boolean,
  signal?: AbortSignal,
  most = mostWalked,
): Promise<string[]> {
  const found: string[] = [];
  const exclude = counting(most, signal);
  let matches = 0;
  for await (const path of glob(pattern, { cwd, exclude })) {
    if (keep(path)) found.push(path);
    if (++matches % atOnce === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
  }
  return found;
}

/** {@link expandGlob} in one go, for where nothing can wait for it. */
export function expandGlobSync(
  pattern: string,
  cwd: string,
  keep: (path: string) => boolean,
  most = mostWalked,
): string[] {
  return globSync(pattern, { cwd, exclude: counting(most) }).filter(keep);
}

/** Excludes nothing, but is asked at every step of the walk. */
function counting(most: number, signal?: AbortSignal): (path: string) => boolean {
  let walked = 0;
  return () => {
    signal?.throwIfAborted();
    if (++walked > most) throw new GlobTooWide();
    return false;
  };
}
