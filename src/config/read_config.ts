/** A config file, the files that it extends, and the command line's settings, as one value. */
import { Effect, Result, Schema, type SchemaAST } from "effect";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { InputError } from "../base/errors.ts";
import { fromHome } from "../base/files/from_home.ts";
import { quote } from "./expectation.ts";
import type { Located, LocatedEntry } from "./located.ts";
import { merge } from "./merge.ts";
import { type Mistake, mistakesError } from "./mistake.ts";
import { type Override, readOverrides } from "./overrides.ts";
import type { Place, Source } from "./place.ts";
import { isPreset, type NoPreset, presetFile } from "./preset.ts";
import { readText, UnreadableText } from "./read_text.ts";
import { readYaml } from "./read_yaml.ts";

/** Most files of one config: the one asked for, and those that extend each other below it. */
const fileLimit = 20;

/** A config that can't be read at all. */
export class UnreadableConfig extends InputError.extend<UnreadableConfig>("UnreadableConfig")({
  _tag: Schema.tag("UnreadableConfig"),
  /** The file as the user named it. */
  label: Schema.String,
  cause: Schema.instanceOf(UnreadableText),
}) {
  override get message(): string {
    return `${this.label}: ${this.cause.message}`;
  }
}

/** A config in one piece, every part with the place where it was written. */
export interface ConfigSource {
  readonly located: Located;
  /** The files that were read, as the user would name them: the one asked for first. */
  readonly files: readonly string[];
}

/** A file's own content and what it extends. */
interface Layer {
  readonly located: Located;
  /** Absolute path of the file. */
  readonly file: string;
  readonly source: Source;
  readonly extends:
    | { readonly path: string; readonly place: Place }
    | undefined;
}

/**
 * Reads the config at `path`; what it extends lies under it, overrides lie over it.
 *
 * @param ast the config's schema, which says how maps are merged
 * @param named where another file names this one, which must then be a plain file
 */
export const readConfig = Effect.fn("readConfig")(function* (
  path: string,
  overrides: readonly Override[],
  ast: SchemaAST.AST,
  named: boolean = false,
): Effect.fn.Return<ConfigSource, InputError> {
  const layers: Layer[] = [];
  let next: { readonly path: string; readonly place?: Place; readonly plain: boolean } | undefined =
    { path, plain: named };
  while (next !== undefined) {
    const layer: Layer = yield* readLayer(next, layers);
    layers.push(layer);
    next = layer.extends && { ...layer.extends, plain: true };
  }
  const flags = readOverrides(overrides, layers.length);
  if (Result.isFailure(flags)) return yield* mistakesError(flags.failure);
  const misplaced = flags.success?.kind === "map" &&
    flags.success.entries.get("extends");
  if (misplaced) {
    return yield* mistakesError([{
      place: misplaced.key,
      path: ["extends"],
      message: "Only a file can extend another",
    }]);
  }
  const file = layers.map(({ located }) => located)
    .reduceRight((base, over) => merge(base, over, ast));
  return {
    located: flags.success ? merge(file, flags.success, ast) : file,
    files: layers.map(({ source }) => source.label),
  };
});

const readLayer = Effect.fnUntraced(function* (
  { path, place, plain }: {
    readonly path: string;
    readonly place?: Place;
    readonly plain: boolean;
  },
  above: readonly Layer[],
): Effect.fn.Return<Layer, InputError> {
  const isRelative = !isPreset(path) && !isAbsolute(path);
  const label = place && isRelative ? join(dirname(place.source.label), path) : path;
  const absolute = isPreset(path)
    ? yield* presetOf(path, place)
    : resolve(place?.source.directory ?? "", path);
  const source: Source = {
    order: above.length,
    label,
    directory: dirname(absolute),
    isFile: true,
  };
  if (place && above.some(({ file }) => file === absolute)) {
    const chain = [...above.map((layer) => layer.source.label), label].join(
      " extends ",
    );
    return yield* mistakesError([
      { place, path: ["extends"], message: `Extends itself: ${chain}` },
    ]);
  }
  if (place && above.length >= fileLimit) {
    const message = `Expected at most ${fileLimit} files that extend each other, got more`;
    return yield* mistakesError([{ place, path: ["extends"], message }]);
  }
  const text = yield* readText(absolute, label, { plain }).pipe(
    Effect.mapError((cause) =>
      place === undefined
        ? new UnreadableConfig({ label, cause })
        : mistakesError([{ place, path: ["extends"], message: cause.naming(quote(path)) }])
    ),
  );
  const read = readYaml(text, source);
  if (Result.isFailure(read)) return yield* mistakesError(read.failure);
  const layer = takeExtends(read.success, source, absolute);
  if (Result.isFailure(layer)) return yield* mistakesError([layer.failure]);
  return layer.success;
});

const presetOf = (path: string, place: Place | undefined): Effect.Effect<string, InputError> =>
  Effect.try({ try: () => presetFile(path), catch: (error) => error as NoPreset }).pipe(
    Effect.mapError((error) =>
      place === undefined
        ? error
        : mistakesError([{ place, path: ["extends"], message: error.message }])
    ),
  );

/** Splits off the key `extends`, which is no part of the config itself. */
function takeExtends(
  located: Located,
  source: Source,
  file: string,
): Result.Result<Layer, Mistake> {
  if (located.kind !== "map") {
    const got = located.kind === "list" ? "a list" : quote(located.value);
    return Result.fail({
      place: located.place,
      path: [],
      message: `Expected a map, got ${got}`,
    });
  }
  const entry = located.entries.get("extends");
  if (entry === undefined) {
    return Result.succeed({ located, file, source, extends: undefined });
  }
  const { value } = entry;
  if (
    value.kind !== "scalar" || typeof value.value !== "string" ||
    value.value === ""
  ) {
    const got = value.kind === "scalar" ? quote(value.value) : `a ${value.kind}`;
    return Result.fail({
      place: value.place,
      path: ["extends"],
      message: `Expected the path of another config, got ${got}`,
    });
  }
  const entries = new Map<string, LocatedEntry>(located.entries);
  entries.delete("extends");
  return Result.succeed({
    located: { ...located, entries },
    file,
    source,
    extends: { path: fromHome(value.value), place: value.place },
  });
}
