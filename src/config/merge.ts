/**
 * Deep merge of configs: maps are merged, lists and scalars are replaced, and the upper config
 * wins. If a map selects another branch of a union than the map below it (another `kind`, `{ value
 * }` over `{ norm }`), it keeps only the keys that both branches share: a learning rate stays when
 * the optimizer changes, its momentum does not.
 */
import type { SchemaAST } from "effect";
import { alternativesOf } from "./alternatives.ts";
import { type Located, type LocatedEntry, type LocatedMap, toPlain } from "./located.ts";
import type { Place } from "./place.ts";
import { chooseBranch, schemaAtKey } from "./schema_tree.ts";

/** Merges `over` into `base`; `ast` is the schema of the two, undefined where it has none. */
export function merge(
  base: Located,
  over: Located,
  ast: SchemaAST.AST | undefined,
): Located {
  if (base.kind !== "map" || over.kind !== "map") return over;
  const branch = ast?._tag === "Union" ? meantBranch(ast, base, over) : ast;
  const another = ast?._tag === "Union" && namesAnotherBranch(ast, base, over);
  const dropped = branch ? excluded(branch, over) : [];
  const entries = new Map<string, LocatedEntry>();
  for (const [key, entry] of base.entries) {
    const kept = another ? schemaAtKey(branch!, key) !== undefined : !dropped.includes(key);
    if (kept) entries.set(key, entry);
  }
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key);
    entries.set(key, {
      key: uppermostFile(entry.key, below?.key),
      value: below === undefined
        ? entry.value
        : merge(below.value, entry.value, branch && schemaAtKey(branch, key)),
    });
  }
  return { kind: "map", place: uppermostFile(over.place, base.place), entries };
}

/** Missing keys of a map are reported at a file, rather than at a flag that added another key. */
function uppermostFile(over: Place, base: Place | undefined): Place {
  return over.source.isFile || base === undefined ? over : base;
}

function branchOf(
  ast: SchemaAST.AST,
  map: LocatedMap,
): SchemaAST.AST | undefined {
  return chooseBranch(
    ast,
    new Map([...map.entries].map(([key, { value }]) => [key, toPlain(value)])),
  );
}

/** The branch that `over` means: without a `kind`, keys that `base` could have too mean its own. */
function meantBranch(
  ast: SchemaAST.AST,
  base: LocatedMap,
  over: LocatedMap,
): SchemaAST.AST | undefined {
  const below = branchOf(ast, base);
  const isShared = below !== undefined && isKindless(ast) &&
    [...over.entries.keys()].every((key) => schemaAtKey(below, key) !== undefined);
  return isShared ? below : branchOf(ast, over) ?? below;
}

const isKindless = (ast: SchemaAST.AST): boolean => chooseBranch(ast, new Map()) === undefined;

/** Whether `over` says that it means another branch than `base`. */
function namesAnotherBranch(
  ast: SchemaAST.AST,
  base: LocatedMap,
  over: LocatedMap,
): boolean {
  if (!isKindless(ast) && !over.entries.has("kind")) return false;
  const wanted = meantBranch(ast, base, over);
  return wanted !== undefined && wanted !== branchOf(ast, base);
}

/** Keys that do not go with those that `over` names. */
function excluded(ast: SchemaAST.AST, over: LocatedMap): readonly string[] {
  const groups = alternativesOf(ast);
  const used = groups.filter((group) => group.some((key) => over.entries.has(key)));
  return used.length === 1 ? groups.filter((group) => group !== used[0]).flat() : [];
}
