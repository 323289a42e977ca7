/** What an experiment takes over from the config of the run whose model it starts from. */
import { join, resolve } from "node:path";
import { Effect } from "effect";
import {
  type Located,
  type LocatedEntry,
  type LocatedMap,
  placeAt,
  valueAt,
} from "../config/located.ts";
import { merge } from "../config/merge.ts";
import { mistakesError } from "../config/mistake.ts";
import { readYaml } from "../config/read_yaml.ts";
import type { InputError } from "../base/errors.ts";
import { fromHome } from "../base/files/from_home.ts";
import { readRun } from "../run/existing_run.ts";
import { configFile } from "../run/run_directory.ts";
import { ExperimentFile } from "./schema.ts";

/** What weights are weights of: the network, and how text becomes its tokens. */
const inherited: readonly (readonly string[])[] = [
  ["tokenizer"],
  ["batch", "kind"],
  ["gates"],
  ["cells"],
  ["model"],
];

/** Rank of the parent's config in reports, after all files and flags of the experiment. */
const last = Number.MAX_SAFE_INTEGER;

/**
 * An experiment over those keys of the run that `from.run` names, as if it extended the run's
 * config. Without such a key it is answered as it is.
 *
 * Errors: an InputError at `from.run` where that is no run directory, or is damaged.
 */
export const inheritParent = Effect.fnUntraced(function* (
  located: Located,
): Effect.fn.Return<Located, InputError> {
  const path = ["from", "run"];
  const run = valueAt(located, path);
  // What is no path at all is a mistake of its own.
  if (run?.kind !== "scalar" || typeof run.value !== "string" || run.value === "") return located;
  const { place, value } = run;
  const directory = resolve(place.source.directory, fromHome(value));
  const { config } = yield* readRun(directory).pipe(
    Effect.mapError(({ message }) => mistakesError([{ place, path, message }])),
  );
  const source = { order: last, label: join(fromHome(value), configFile), directory, isFile: true };
  const parent = yield* Effect.mapError(
    Effect.fromResult(readYaml(config, source)),
    mistakesError,
  );
  const base = inherited.reduce<Located | undefined>((below, keys) => {
    const part = only(parent, keys);
    return below === undefined || part === undefined
      ? below ?? part
      : merge(below, part, undefined);
  }, undefined);
  return base === undefined ? located : merge(base, located, ExperimentFile.ast);
});

/** A config's value at a key path, inside the maps that lead to it; undefined if there is none. */
function only(located: Located, path: readonly string[]): LocatedMap | undefined {
  const value = valueAt(located, path);
  if (value === undefined) return undefined;
  return path.reduceRight<Located>((inner, key, depth) => ({
    kind: "map",
    place: placeAt(located, path.slice(0, depth)),
    entries: new Map<string, LocatedEntry>([[key, {
      key: placeAt(located, path.slice(0, depth + 1), "key"),
      value: inner,
    }]]),
  }), value) as LocatedMap;
}
