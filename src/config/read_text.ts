/** Reading a small text file whole: UTF-8, no byte order mark, at most a mebibyte. */
import { Data, Effect } from "effect";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { configLimit } from "../base/config_limit.ts";
import { NotPlainFile, readBounded } from "../base/files/read_bounded.ts";
import { describeFileError, fileFault } from "../base/files/system_error.ts";
import { nearest } from "./nearest.ts";

/** Why a file cannot be read. */
export class UnreadableText extends Data.TaggedError("UnreadableText")<{
  readonly fault:
    /** `similar` is a file that is there, as the user would name it. */
    | { readonly kind: "missing"; readonly similar: string | undefined }
    | { readonly kind: "not plain" | "too large" | "not UTF-8" }
    | { readonly kind: "refused"; readonly cause: unknown };
}> {
  override get message(): string {
    return this.naming();
  }

  /** The message; where nothing is there, with what the user called it. */
  naming(called?: string): string {
    const { fault } = this;
    switch (fault.kind) {
      case "missing": {
        const missing = called === undefined ? "No such file" : `No such file ${called}`;
        return fault.similar === undefined ? missing : `${missing}, did you mean ${fault.similar}?`;
      }
      case "not plain":
        return "Is no plain file";
      case "too large":
        return `Larger than ${configLimit} bytes, too large for a config`;
      case "not UTF-8":
        return "Not UTF-8 text";
      case "refused":
        return refusal(fault.cause);
    }
  }
}

function refusal(cause: unknown): string {
  switch (fileFault(cause)) {
    case "folder":
      return "Is a folder, expected a file";
    case "forbidden":
      return "May not be read";
    default:
      return `Cannot be read: ${describeFileError(cause)}`;
  }
}

/**
 * The text of the file at `path`; `label` is what messages call it. With `plain`, a pipe or a
 * device, which might never give a byte, is refused before it is opened.
 */
export const readText = Effect.fnUntraced(function* (
  path: string,
  label: string,
  { plain = false }: { readonly plain?: boolean } = {},
): Effect.fn.Return<string, UnreadableText> {
  const bytes = yield* Effect.tryPromise({
    try: () => readBounded(path, configLimit, { plain }),
    catch: (cause) => cause,
  }).pipe(Effect.catch((cause) => unreadable(cause, path, label)));
  if (bytes.length > configLimit) {
    return yield* new UnreadableText({ fault: { kind: "too large" } });
  }
  return yield* Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () => new UnreadableText({ fault: { kind: "not UTF-8" } }),
  });
});

const unreadable = Effect.fnUntraced(function* (
  cause: unknown,
  path: string,
  label: string,
): Effect.fn.Return<never, UnreadableText> {
  if (cause instanceof NotPlainFile) {
    return yield* new UnreadableText({ fault: { kind: "not plain" } });
  }
  if (fileFault(cause) !== "missing") {
    return yield* new UnreadableText({ fault: { kind: "refused", cause } });
  }
  const name = yield* similarFile(path);
  const similar = name === undefined ? undefined : join(dirname(label), name);
  return yield* new UnreadableText({ fault: { kind: "missing", similar } });
});

/** The name of a file beside `path` whose name is close to it. */
export function similarFile(path: string): Effect.Effect<string | undefined> {
  return Effect.promise(async () => {
    try {
      const names = await readdir(dirname(path));
      const called = basename(path);
      return names.find((name) =>
        /^\.ya?ml$/.test(name.slice(called.length)) &&
        name.startsWith(called)
      ) ?? nearest(called, names, 2);
    } catch {
      return undefined; // no such folder either: nothing to propose
    }
  });
}
