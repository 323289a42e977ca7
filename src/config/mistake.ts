/** Mistakes in a config, and the one error that lists them all. */
import { Schema } from "effect";
import { InputError } from "../base/errors.ts";
import { quote } from "./expectation.ts";
import { comparePlaces, formatPlace, Place } from "./place.ts";

/** One thing that is wrong. */
export const Mistake = Schema.Struct({
  /** Undefined where the config is an object of a program rather than a file. */
  place: Schema.UndefinedOr(Place),
  /** Key path; empty for the whole. */
  path: Schema.Array(Schema.String),
  message: Schema.String,
});
export interface Mistake extends Schema.Schema.Type<typeof Mistake> {}

/** Most mistakes that one error lists. */
const mistakeLimit = 100;

/** `place: path: Message`, without what is absent. */
export function formatMistake({ place, path, message }: Mistake): string {
  const parts = [
    place && formatPlace(place),
    path.map(formatKey).join("."),
    message,
  ];
  return parts.filter((part) => part !== undefined && part !== "").join(": ");
}

/** A key as it is, or in quotes where it would not read as one word. */
function formatKey(key: string): string {
  return /^[^\s":.]{1,60}$/u.test(key) ? key : quote(key);
}

/** All mistakes in file order, a line each, each once. */
export function listMistakes(mistakes: readonly Mistake[]): string {
  const ordered = [...mistakes].sort((a, b) =>
    a.place === undefined || b.place === undefined ? 0 : comparePlaces(a.place, b.place)
  );
  const lines = [...new Set(ordered.map(formatMistake))];
  const rest = lines.length - mistakeLimit;
  return rest > 0
    ? [...lines.slice(0, mistakeLimit), `And ${rest} more mistakes`].join("\n")
    : lines.join("\n");
}

/** All that is wrong with a config. */
export class ConfigMistakes extends InputError.extend<ConfigMistakes>("ConfigMistakes")({
  _tag: Schema.tag("ConfigMistakes"),
  mistakes: Schema.Array(Mistake),
}) {
  override get message(): string {
    return listMistakes(this.mistakes);
  }
}

export const mistakesError = (mistakes: readonly Mistake[]): ConfigMistakes =>
  new ConfigMistakes({ mistakes });
