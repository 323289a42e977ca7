/** Configs that come with the program, named `preset:small`. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { programFile } from "../base/program_files.ts";

const prefix = "preset:";

/** A preset that is not there. */
export class NoPreset extends InputError.extend<NoPreset>("NoPreset")({
  _tag: Schema.tag("NoPreset"),
  name: Schema.String,
  known: Schema.Array(Schema.String),
}) {
  override get message(): string {
    const known = this.known.map((name) => prefix + name).join(", ");
    return `No preset ${JSON.stringify(this.name)}: expected one of ${known}`;
  }
}

/** Whether a path names a preset. */
export const isPreset = (path: string): boolean => path.startsWith(prefix);

/** The file of a preset. Throws a {@link NoPreset} where there is none of that name. */
export function presetFile(path: string): string {
  const name = path.slice(prefix.length);
  const folder = fileURLToPath(programFile("configs/"));
  const known = readdirSync(folder).flatMap((file) => /^([\w-]+)\.yaml$/.exec(file)?.[1] ?? []);
  if (!known.includes(name)) throw new NoPreset({ name, known: known.sort() });
  return `${folder}${name}.yaml`;
}
