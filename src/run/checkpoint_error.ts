/** What is wrong with checkpoints that are read. */
import { Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { describeSchemaError } from "../base/schema_error.ts";

/** A file of a checkpoint that is not as it was written. */
export class DamagedCheckpoint extends InputError.extend<DamagedCheckpoint>("DamagedCheckpoint")({
  _tag: Schema.tag("DamagedCheckpoint"),
  file: Schema.String,
  damage: Schema.Union([
    Schema.Struct({ kind: Schema.Literal("not in the manifest") }),
    Schema.Struct({
      kind: Schema.Literal("other length"),
      found: Schema.Number,
      written: Schema.Number,
    }),
    Schema.Struct({ kind: Schema.Literal("other bytes") }),
    Schema.Struct({
      kind: Schema.Literal("wrong state"),
      cause: Schema.instanceOf(Schema.SchemaError),
    }),
  ]),
}) {
  override get message(): string {
    return describeDamage(this);
  }
}

/** What is wrong with the file, in words. */
function describeDamage({ file, damage }: DamagedCheckpoint): string {
  switch (damage.kind) {
    case "not in the manifest":
      return `"${file}" is not in the manifest`;
    case "other length":
      return `"${file}" is ${damage.found} bytes long, ${damage.written} were written`;
    case "other bytes":
      return `"${file}" is damaged: its SHA-256 is not the one in the manifest`;
    case "wrong state":
      return `"${file}" is not the state of a training: ${describeSchemaError(damage.cause)}`;
  }
}

/** A run none of whose checkpoints can be read. */
export class NoSoundCheckpoint extends InputError.extend<NoSoundCheckpoint>("NoSoundCheckpoint")({
  _tag: Schema.tag("NoSoundCheckpoint"),
  directory: Schema.String,
  checkpoints: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const names = this.checkpoints.map((name) => `"${name}"`).join(", ");
    return `Every checkpoint of "${this.directory}" is damaged: ${names}`;
  }
}

/** A checkpoint that a run does not have, or any where it has none. */
export class NoSuchCheckpoint extends InputError.extend<NoSuchCheckpoint>("NoSuchCheckpoint")({
  _tag: Schema.tag("NoSuchCheckpoint"),
  directory: Schema.String,
  /** Null for whichever there is. */
  wanted: Schema.NullOr(Schema.String),
  checkpoints: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const { directory, wanted, checkpoints } = this;
    const name = wanted === null ? "" : ` "${wanted}"`;
    const there = checkpoints.length === 0 ? "is none" : `are ${checkpoints.join(", ")}`;
    return `"${directory}" has no checkpoint${name}, there ${there}`;
  }
}
