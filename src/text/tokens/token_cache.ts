/** A folder of tokenized corpora, each a file of its own. */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Option } from "effect";
import { type CachedCorpus, decodeCachedCorpus, encodeCachedCorpus } from "./cached_corpus.ts";

/**
 * Writes a tokenized corpus to `folder`. The file appears whole or not at all, for its owner alone
 * where `isPrivate`. Throws what the system throws.
 */
export function writeTokenCache(
  folder: string,
  key: string,
  corpus: CachedCorpus,
  isPrivate: boolean,
): void {
  const chunks = encodeCachedCorpus(corpus);
  mkdirSync(folder, { recursive: true });
  const aside = join(folder, `${key}.${randomUUID()}.tmp`);
  try {
    writeFileSync(aside, "", { mode: isPrivate ? 0o600 : 0o666 });
    for (const chunk of chunks) writeFileSync(aside, chunk, { flag: "a" });
    renameSync(aside, cacheFile(folder, key));
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/**
 * Reads what {@link writeTokenCache} wrote; none where there is no such file or it is damaged. One
 * whose corpus has become private since is closed to others.
 */
export function readTokenCache(
  folder: string,
  key: string,
  isPrivate: boolean,
): Option.Option<CachedCorpus> {
  const file = cacheFile(folder, key);
  try {
    const found = decodeCachedCorpus(readFileSync(file));
    if (isPrivate) chmodSync(file, 0o600);
    return Option.some(found);
  } catch {
    return Option.none();
  }
}

/** Removes a tokenized corpus, if it can: for a run that was refused. */
export function forgetTokenCache(folder: string, key: string): void {
  try {
    rmSync(cacheFile(folder, key), { force: true });
  } catch {
    // It stays, as a cache that nobody uses.
  }
}

const cacheFile = (folder: string, key: string): string => join(folder, `${key}.tokens`);
