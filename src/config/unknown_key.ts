/** What is said of a key that a schema does not have. */
import type { SchemaAST } from "effect";
import { either, expectation, quote } from "./expectation.ts";
import { nearest } from "./nearest.ts";
import { keysOf, kindOf, mapBranches, pathsOfKey } from "./schema_tree.ts";

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

/**
 * What is wrong with `key` in a map of the schema `ast`.
 *
 * @param depth how many keys lead to the map
 */
export function unknownKey(
  key: string,
  ast: SchemaAST.AST,
  depth: number,
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
  const meant = nearest(key, keys);
  if (meant !== undefined) return { message: misspelt(meant), meant };
  const elsewhere = depth < 2 ? pathsOfKey(root, key) : [];
  if (elsewhere.length === 1) {
    return { message: `Unknown key here, did you mean "${elsewhere[0]}"?` };
  }
  return { message: keys.length > 0 ? `Unknown key, expected ${either(keys)}` : "Unknown key" };
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
