/**
 * Reads files of a run directory that may come from somebody else: only plain files inside the
 * directory, and none larger than such a file can sensibly be.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { Effect, Schema } from "effect";
import { InputError } from "../errors.ts";
import { tryRead } from "./file_error.ts";

/** A file of a run directory that is not what it should be. */
class UnfitFile extends InputError.extend<UnfitFile>("UnfitFile")({
  _tag: Schema.tag("UnfitFile"),
  file: Schema.String,
  fault: Schema.Union([
    Schema.Struct({
      kind: Schema.Literal("too large"),
      bytes: Schema.Number,
      limit: Schema.Number,
    }),
    Schema.Struct({ kind: Schema.Literals(["not plain", "not UTF-8"]) }),
    Schema.Struct({ kind: Schema.Literal("outside"), real: Schema.String }),
  ]),
}) {
  override get message(): string {
    return describe(this.file, this.fault);
  }
}

function describe(file: string, fault: UnfitFile["fault"]): string {
  switch (fault.kind) {
    case "too large":
      return `"${file}" is ${fault.bytes} bytes long, expected at most ${fault.limit}`;
    case "not plain":
      return `Expected a plain file at "${file}"`;
    case "not UTF-8":
      return `"${file}" is not UTF-8`;
    case "outside":
      return `"${file}" leads out of the run directory to "${fault.real}"`;
  }
}

/** The bytes of `directory/relative`, or an InputError that says what is wrong with that file. */
export const readInside = Effect.fnUntraced(function* (
  directory: string,
  relative: string,
  maximum: number,
): Effect.fn.Return<Uint8Array<ArrayBuffer>, InputError> {
  const file = path.join(directory, relative);
  const bytes = yield* sizeInside(directory, relative);
  if (bytes > maximum) {
    return yield* new UnfitFile({ file, fault: { kind: "too large", bytes, limit: maximum } });
  }
  return yield* tryRead(file, () => new Uint8Array(fs.readFileSync(file)));
});

/** The size of `directory/relative`, which must be a plain file that lies in the directory. */
export const sizeInside = Effect.fnUntraced(function* (
  directory: string,
  relative: string,
): Effect.fn.Return<number, InputError> {
  const file = path.join(directory, relative);
  yield* checkInside(directory, relative);
  const status = yield* tryRead(file, () => fs.statSync(file));
  if (status.isFile()) return status.size;
  return yield* new UnfitFile({ file, fault: { kind: "not plain" } });
});

/** The text of `directory/relative`, which must be UTF-8. */
export const readTextInside = Effect.fnUntraced(function* (
  directory: string,
  relative: string,
  maximum: number,
): Effect.fn.Return<string, InputError> {
  const bytes = yield* readInside(directory, relative, maximum);
  return yield* Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () =>
      new UnfitFile({ file: path.join(directory, relative), fault: { kind: "not UTF-8" } }),
  });
});

/** Refuses a path that leaves the directory, through `..` or through a link. */
export const checkInside = Effect.fnUntraced(function* (
  directory: string,
  relative: string,
): Effect.fn.Return<void, InputError> {
  const file = path.join(directory, relative);
  const root = yield* tryRead(directory, () => fs.realpathSync(directory));
  const real = yield* tryRead(file, () => fs.realpathSync(file));
  if (!real.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) {
    return yield* new UnfitFile({ file, fault: { kind: "outside", real } });
  }
});
