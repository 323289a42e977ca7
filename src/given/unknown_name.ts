import { Effect, Schema } from "effect";
import { basename, join } from "node:path";
import { InputError } from "../base/errors.ts";
import { isThere } from "../base/files/is_there.ts";
import { unrollCommand } from "../base/unroll_command.ts";
import { nearest } from "../config/nearest.ts";
import { directoryKind } from "./directory_kind.ts";
import { folderOf, namesIn, withoutHash } from "./find_directory.ts";

/** A name that no run has. */
export class UnknownName extends InputError.extend<UnknownName>("UnknownName")({
  _tag: Schema.tag("UnknownName"),
  name: Schema.String,
  /** Where it was looked for, and whether there is such a folder. */
  folder: Schema.String,
  isFolderThere: Schema.Boolean,
  /** Directories with names close to it. */
  similar: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const { name, folder, isFolderThere, similar } = this;
    if (!isFolderThere) return `No run "${name}": there is no folder "${folder}"`;
    const hint = similar.length > 0
      ? `, did you mean ${similar.map((one) => JSON.stringify(one)).join(" or ")}?`
      : `; list those there are with: ${unrollCommand("runs", ...flagFor(folder))}`;
    return `No run in "${folder}" is called "${name}"${hint}`;
  }
}

const flagFor = (runs: string): string[] => runs === "runs" ? [] : ["--runs", runs];

/** Most names that are proposed. */
const mostSimilar = 3;

/** The error for a name that is that of no run; undefined where something is there. */
export const unknownName = Effect.fnUntraced(function* (
  name: string,
  runs: string,
): Effect.fn.Return<UnknownName | undefined, InputError> {
  if (yield* isThere(name)) return undefined;
  const folder = folderOf(name, runs);
  const isFolderThere = yield* isThere(folder);
  const names = yield* namesIn(folder);
  const stem = nearest(basename(name), names.flatMap((entry) => [entry, withoutHash(entry)]));
  const close = names.filter((entry) => entry === stem || withoutHash(entry) === stem)
    .map((entry) => join(folder, entry));
  const found = yield* Effect.filter(
    close.slice(0, mostSimilar),
    (path) => Effect.map(directoryKind(path), (kind) => kind !== undefined),
  );
  return new UnknownName({ name, folder, isFolderThere, similar: found });
});
