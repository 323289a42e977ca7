/** Runs and sweeps by what a user calls them: a path, a bare name, or how one of them begins. */
import { Effect, Schema } from "effect";
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { InputError } from "../base/errors.ts";
import { tryRead } from "../base/files/file_error.ts";
import { isThere } from "../base/files/is_there.ts";
import { sweepName } from "../sweep/records/sweep_directory.ts";
import { type DirectoryKind, directoryKind } from "./directory_kind.ts";

/** A name that several runs or sweeps begin with. */
export class AmbiguousName extends InputError.extend<AmbiguousName>("AmbiguousName")({
  _tag: Schema.tag("AmbiguousName"),
  name: Schema.String,
  /** Their directories. */
  candidates: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const { name, candidates } = this;
    const rest = candidates.length - mostListed;
    const lines = candidates.slice(0, mostListed).map((candidate) => `\n  ${candidate}`).join("");
    return `"${name}" may be any of these, give more of its name:${lines}${
      rest > 0 ? `\nand ${rest} more` : ""
    }`;
  }
}

/** Most candidates that a message lists. */
const mostListed = 10;

/** Where a name is looked for, and what it may name. */
export interface Lookup {
  /** Folder of run directories. */
  readonly runs: string;
  readonly kinds: readonly DirectoryKind[];
  /** Whether all of the name is given. */
  readonly whole?: boolean;
}

/**
 * The directory that is called `name`: the path itself; what has this name in the folder of runs,
 * or in the name's own folder (a sweep with or without the `sweep-` before it); else the only run
 * of the experiment with this name; else the only one whose name begins so. The name as it is where
 * nothing is called so.
 *
 * Errors: an {@link AmbiguousName}, or what the system refuses.
 */
export const findDirectory = Effect.fnUntraced(function* (
  name: string,
  { runs, kinds, whole = false }: Lookup,
): Effect.fn.Return<string, InputError> {
  const isOne = (path: string) =>
    Effect.map(directoryKind(path), (kind) => kind !== undefined && kinds.includes(kind));
  if (yield* isOne(name)) return name;
  const called = basename(name);
  const folder = folderOf(name, runs);
  const names = (yield* namesIn(folder)).filter((entry) => called !== "" && begins(entry, called));
  const exact = names.filter((entry) => entry === called || sweepName(entry) === called);
  const ofExperiment = names.filter((entry) => withoutHash(entry) === called);
  for (const some of whole ? [exact] : [exact, ofExperiment, names]) {
    const found = yield* Effect.filter(some.map((entry) => join(folder, entry)), isOne);
    if (found.length === 1) return found[0]!;
    if (found.length > 1) return yield* new AmbiguousName({ name, candidates: found });
  }
  return name;
});

const begins = (entry: string, called: string): boolean =>
  entry.startsWith(called) || sweepName(entry).startsWith(called);

/** The name of the experiment that a run's directory is of. */
export const withoutHash = (directory: string): string =>
  directory.replace(/-[0-9a-f]{8}(-\d+)?$/, "");

/** The folder in which a name is looked for. */
export const folderOf = (name: string, runs: string): string =>
  /[/\\]/.test(name) ? dirname(name) : runs;

/** Names in a folder, in order; none where there is no folder. */
export const namesIn = Effect.fnUntraced(function* (
  folder: string,
): Effect.fn.Return<readonly string[], InputError> {
  if (!(yield* isThere(folder))) return [];
  return yield* tryRead(folder, () => readdirSync(folder).sort());
});
