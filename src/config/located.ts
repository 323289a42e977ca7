/** A config value that remembers where each of its parts was written. */
import { Predicate } from "effect";
import type { Place } from "./place.ts";
import type { TextPosition } from "./text_position.ts";

/** How a text lies in its file, if positions inside it are known. */
export interface TextLayout {
  /** Line of the text's first line. */
  readonly line: number;
  /** Columns before each line's text: the block's indentation, or the place of a one-line text. */
  readonly indent: number;
}

export interface LocatedScalar {
  readonly kind: "scalar";
  readonly place: Place;
  readonly value: string | number | boolean | null;
  readonly text?: TextLayout | undefined;
}

export interface LocatedList {
  readonly kind: "list";
  readonly place: Place;
  readonly items: readonly Located[];
}

export interface LocatedEntry {
  /** Where the key stands. */
  readonly key: Place;
  readonly value: Located;
}

export interface LocatedMap {
  readonly kind: "map";
  readonly place: Place;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export type Located = LocatedScalar | LocatedList | LocatedMap;

/** The plain value, as from `JSON.parse`. */
export function toPlain(located: Located): unknown {
  switch (located.kind) {
    case "scalar":
      return located.value;
    case "list":
      return located.items.map(toPlain);
    case "map":
      return Object.fromEntries(
        [...located.entries].map(([key, { value }]) => [key, toPlain(value)]),
      );
  }
}

/** A plain value, all of which was written at one place; {@link toPlain} is the way back. */
export function fromPlain(value: unknown, place: Place): Located {
  if (Array.isArray(value)) {
    return { kind: "list", place, items: value.map((item) => fromPlain(item, place)) };
  }
  if (Predicate.isObject(value)) {
    const entries = Object.entries(value).map(([key, inner]): [string, LocatedEntry] => [
      key,
      { key: place, value: fromPlain(inner, place) },
    ]);
    return { kind: "map", place, entries: new Map(entries) };
  }
  // What a program gives may be no scalar of YAML either: its schema refuses that.
  return { kind: "scalar", place, value: value as LocatedScalar["value"] };
}

/** The value at a key path, or undefined if there is none. */
export function valueAt(
  located: Located,
  path: readonly string[],
): Located | undefined {
  let value: Located | undefined = located;
  for (const key of path) {
    if (value?.kind === "map") value = value.entries.get(key)?.value;
    else if (value?.kind === "list") value = value.items[Number(key)];
    else return undefined;
  }
  return value;
}

/** Where a path's key or value stands; where it is not written, where the nearest map is. */
export function placeAt(
  located: Located,
  path: readonly string[],
  what: "key" | "value" = "value",
): Place {
  const last = path.at(-1);
  if (what === "key" && last !== undefined) {
    const parent = valueAt(located, path.slice(0, -1));
    const entry = parent?.kind === "map" ? parent.entries.get(last) : undefined;
    if (entry) return entry.key;
  }
  for (let length = path.length; length > 0; length--) {
    const value = valueAt(located, path.slice(0, length));
    if (value) return value.place;
  }
  return located.place;
}

/** The place in its file of a position in the text at `path`; else the text's own place. */
export function placeInText(
  located: Located,
  path: readonly string[],
  { line, column }: TextPosition,
): Place {
  const value = valueAt(located, path);
  if (value?.kind !== "scalar" || value.text === undefined) {
    return placeAt(located, path);
  }
  return {
    source: value.place.source,
    line: value.text.line + line - 1,
    column: value.text.indent + column,
  };
}
