/** Mistakes in a config, and the one error that lists them all. */
import { InputError } from "../base/errors.ts";
import { quote } from "./expectation.ts";
import { comparePlaces, formatPlace, type Place } from "./place.ts";

/** One thing that is wrong. */
export interface Mistake {
  /** Undefined where the config is an object of a program rather than a file. */
  readonly place: Place | undefined;
  /** Key path; empty for the whole. */
  readonly path: readonly string[];
  readonly message: string;
}

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

/** An error that lists all mistakes in file order, each once. */
export function mistakesError(mistakes: readonly Mistake[]): InputError {
  const ordered = [...mistakes].sort((a, b) =>
    a.place === undefined || b.place === undefined ? 0 : comparePlaces(a.place, b.place)
  );
  const lines = [...new Set(ordered.map(formatMistake))];
  const rest = lines.length - mistakeLimit;
  const message = rest > 0
    ? [...lines.slice(0, mistakeLimit), `And ${rest} more mistakes`].join("\n")
    : lines.join("\n");
  return new InputError({ message });
}
