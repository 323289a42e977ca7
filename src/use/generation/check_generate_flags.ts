import { Effect, Schema } from "effect";
import { InputError } from "../../base/errors.ts";

/** Flags of `generate` that do not go together. */
export class ConflictingFlags extends InputError.extend<ConflictingFlags>("ConflictingFlags")({
  _tag: Schema.tag("ConflictingFlags"),
  flags: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return `--interactive writes one text after another as it is drawn: expected no ${
      this.flags.join(", no ")
    } with it`;
  }
}

interface Flags {
  readonly interactive: boolean;
  readonly json: boolean;
  readonly samples: number;
  readonly prompt: string;
}

/** Prompts that are typed leave no room for several samples, JSON or a prompt from standard input. */
export const checkGenerateFlags = (
  { interactive, json, samples, prompt }: Flags,
): Effect.Effect<void, ConflictingFlags> => {
  if (!interactive) return Effect.void;
  const flags = [
    ...(samples > 1 ? ["--samples"] : []),
    ...(json ? ["--json"] : []),
    ...(prompt === "-" ? ["--prompt -"] : []),
  ];
  return flags.length === 0 ? Effect.void : Effect.fail(new ConflictingFlags({ flags }));
};
