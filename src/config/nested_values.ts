import { type Located, type LocatedEntry } from "./located.ts";
import { merge } from "./merge.ts";
import type { Place } from "./place.ts";

/** Values by key path as one config in which all stands at `place`; undefined where there are none. */
export const nestedValues = (
  values: Readonly<Record<string, string | number | boolean | null>>,
  place: Place,
): Located | undefined =>
  Object.entries(values)
    .map(([path, value]) => nested(path.split("."), { kind: "scalar", place, value }))
    .reduce<Located | undefined>(
      (below, above) => below === undefined ? above : merge(below, above, undefined),
      undefined,
    );

/** A value inside the maps of its key path. */
const nested = (keys: readonly string[], value: Located): Located =>
  keys.reduceRight<Located>((inner, key) => ({
    kind: "map",
    place: value.place,
    entries: new Map<string, LocatedEntry>([[key, { key: value.place, value: inner }]]),
  }), value);
