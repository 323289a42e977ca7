/** What is said of a key that a schema does not have. */
import type { SchemaAST } from "effect";
import { either, expectation, quote } from "./expectation.ts";
import { alike, nearest } from "./nearest.ts";
import { knownElsewhereAs } from "./other_names.ts";
import { keyPaths, keysOf, kindOf, mapBranches } from "./schema_tree.ts";

/** Where a key was met. */
export interface KeyContext {
  /** The whole schema, for a key that belongs elsewhere. */
  readonly root: SchemaAST.AST;
  /** The union that the current map is a branch of. */
  readonly union?: SchemaAST.Union;
}

/** Words for a key that is not known, and the key that was meant where one is close. */
export interface UnknownKey {
  readonly message: string;
  readonly meant?: string;
}

/** `Unknown key, did you mean "…"?` */
export const misspelt = (meant: string): string => `Unknown key, did you mean "${meant}"?`;

/** Most key paths that are proposed for one key. */
const proposed = 4;

/**
 * What is wrong with `key` in a map of the schema `ast`.
 *
 * @param at keys that lead to the map
 */
export function unknownKey(
  key: string,
  ast: SchemaAST.AST,
  at: readonly string[],
  { root, union }: KeyContext,
): UnknownKey {
  const keys = keysOf(ast);
  if (union && mapBranches(union).some((branch) => keysOf(branch).includes(key))) {
    return { message: ofAnotherBranch(ast, keys) };
  }
  if (ast._tag === "Objects" && ast.indexSignatures.length > 0) {
    const expected = expectation(ast.indexSignatures[0]!.parameter);
    return { message: `Expected ${expected} as key, got ${quote(key)}` };
  }
  const known = knownElsewhereAs(root, key);
  const meant = keys.find((name) => known === [...at, name].join(".")) ?? nearest(key, keys);
  if (meant !== undefined) return { message: misspelt(meant), meant };
  const elsewhere = isNamed(at, root) ? known === undefined ? pathsLike(key, root) : [known] : [];
  if (elsewhere.length > 0 && elsewhere.length <= proposed) {
    const paths = either(elsewhere.map((path) => JSON.stringify(path)));
    return { message: `Unknown key here, did you mean ${paths}?` };
  }
  return { message: keys.length > 0 ? `Unknown key, expected ${either(keys)}` : "Unknown key" };
}

/** Whether a map has its place by name; what a user names (a cell's parameter) has keys of its own. */
const isNamed = (at: readonly string[], root: SchemaAST.AST): boolean =>
  at.length === 0 || keyPaths(root).some((path) => path.join(".") === at.join("."));

/** Key paths anywhere in a schema that end in a key, or else in one that is very close to it. */
function pathsLike(key: string, root: SchemaAST.AST): readonly string[] {
  const paths = keyPaths(root);
  const names = [...new Set(paths.map((path) => path.at(-1)!))];
  const name = names.find((name) => alike(name) === alike(key)) ??
    nearest(key, names, Math.max(1, Math.floor(key.length / 4)));
  const found = paths.filter((path) => path.at(-1) === name).map((path) => path.join("."));
  return [...new Set(found)];
}

/** Of a key that only another branch of the union has. */
function ofAnotherBranch(ast: SchemaAST.AST, keys: readonly string[]): string {
  const kind = kindOf(ast);
  if (kind === undefined) return `Does not go with ${keys[0]}, give one of the two`;
  const allowed = keys.filter((name) => name !== "kind");
  return `Does not go with kind ${JSON.stringify(kind)}, which has ${
    allowed.length === 0 ? "no other key" : allowed.join(", ")
  }`;
}
