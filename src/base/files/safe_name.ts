/**
 * Where names become paths. A name that somebody else may have written (in a store, a manifest, an
 * archive, a config) is checked here before it is joined to a folder. So it can only name something
 * directly inside that folder.
 */
import { join } from "node:path";
import { Effect, Schema } from "effect";
import { InputError } from "../errors.ts";

/** In bytes of UTF-8. File systems allow 255; what is written beside a file adds to its name. */
const longest = 200;

/** What no name may be, with how it is said. */
const faults: readonly (readonly [wrong: (name: string) => boolean, words: string])[] = [
  [(name) => name === "", "is empty"],
  [(name) => /[/\\]/.test(name), 'holds a "/" or "\\"'],
  [(name) => name === "." || name === "..", "is a folder's own sign"],
  // Also what turns the direction of writing: it would show another name than it is.
  [
    (name) => /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(name),
    "holds a control character",
  ],
  [(name) => /^[a-z]:/i.test(name), "begins like a drive"],
  [
    (name) => /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name),
    "is a device's on some systems",
  ],
  [
    (name) => new TextEncoder().encode(name).length > longest,
    `is longer than ${longest} bytes`,
  ],
];

/** Why a text is not the name of one file or folder; undefined where it is. */
export const nameFault = (name: string): string | undefined =>
  faults.find(([wrong]) => wrong(name))?.[1];

/** A plain name of a file or folder, for what is decoded. */
export const SafeName = Schema.String.check(
  Schema.makeFilter((name: string) => {
    const fault = nameFault(name);
    return fault === undefined ? undefined : `a plain name of a file or folder; it ${fault}`;
  }),
);

/** A name that could lead elsewhere. */
class UnsafeName extends InputError.extend<UnsafeName>("UnsafeName")({
  _tag: Schema.tag("UnsafeName"),
  /** What is named so (`The run in the store`). */
  what: Schema.String,
  name: Schema.String,
  fault: Schema.String,
}) {
  override get message(): string {
    const { what, name, fault } = this;
    const shown = JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
    return `${what} is named ${shown}, which ${fault}: expected a plain name of a file or folder`;
  }
}

/**
 * The name itself, where it can name only what lies right in a folder.
 *
 * Errors: an InputError that begins with `what` (`The run in the store`).
 */
export const safeName = (name: string, what: string): Effect.Effect<string, InputError> => {
  const fault = nameFault(name);
  return fault === undefined
    ? Effect.succeed(name)
    : Effect.fail(new UnsafeName({ what, name, fault }));
};

/** `folder/name`, and an InputError as of {@link safeName} where that could be elsewhere. */
export const pathIn = (
  folder: string,
  name: string,
  what: string,
): Effect.Effect<string, InputError> =>
  Effect.map(safeName(name, what), (safe) => join(folder, safe));
