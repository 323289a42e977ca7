/** The model that an existing run started from. */
import { Effect, Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { isSameModel, type Parent } from "../experiment/parent/parent.ts";
import { readParent } from "../experiment/parent/read_parent.ts";
import type { ExistingRun } from "../run/existing_run.ts";
import type { RunDescription } from "./describe_run.ts";

/**
 * Reads the model that a run started from, of the same checkpoint; undefined where it started from
 * none. One that is gone or has changed since is refused.
 */
export const parentOfRun = Effect.fnUntraced(function* (
  { directory, manifest }: ExistingRun,
  { experiment, gates }: RunDescription,
): Effect.fn.Return<Parent | undefined, InputError> {
  const { from } = manifest;
  if (from === undefined) return undefined;
  const key = from.checkpoint === undefined ? "from.weights" : "from.run";
  const parent = yield* readParent({ experiment, source: undefined, gates }, from.checkpoint).pipe(
    Effect.mapError((cause) => new MissingParent({ directory, cause, key })),
  );
  if (parent === undefined || isSameModel(parent.hashes, from)) return parent;
  return yield* new ChangedParent({ directory, path: parent.path, key });
});

/** A model that a run started from, and that can't be read any more. */
export class MissingParent extends InputError.extend<MissingParent>("MissingParent")({
  _tag: Schema.tag("MissingParent"),
  directory: Schema.String,
  cause: Schema.instanceOf(InputError),
  /** The key that says where it is now. */
  key: Schema.String,
}) {
  override get message(): string {
    const { directory, cause, key } = this;
    return `The model that "${directory}" started from can't be read: ${cause.message}; ` +
      `say where it is now with --set ${key}=PATH`;
  }
}

/** A model that is not the one that a run started from. */
export class ChangedParent extends InputError.extend<ChangedParent>("ChangedParent")({
  _tag: Schema.tag("ChangedParent"),
  directory: Schema.String,
  path: Schema.String,
  key: Schema.String,
}) {
  override get message(): string {
    const { directory, path, key } = this;
    return `"${path}" is not the model that "${directory}" started from: its weights or its ` +
      `vocabulary have changed; if that is elsewhere, say so with --set ${key}=PATH`;
  }
}
