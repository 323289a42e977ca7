/** Looks things up in a schema by key, for messages and merging. */
import { SchemaAST } from "effect";

/** The part of a schema below `key` of a map, or undefined where it has no such key. */
export function schemaAtKey(
  ast: SchemaAST.AST,
  key: string,
): SchemaAST.AST | undefined {
  if (ast._tag !== "Objects") return undefined;
  return ast.propertySignatures.find(({ name }) => name === key)?.type ??
    ast.indexSignatures[0]?.type;
}

/** Keys that a map of this schema has by name. */
export function keysOf(ast: SchemaAST.AST): readonly string[] {
  return ast._tag === "Objects" ? ast.propertySignatures.map(({ name }) => String(name)) : [];
}

/** Whether a map may lack this key, because it has a default or needs none. */
export function isOptionalKey(ast: SchemaAST.AST, key: string): boolean {
  const field = schemaAtKey(ast, key);
  return field !== undefined &&
    SchemaAST.isOptional(SchemaAST.toEncoded(field));
}

/** The `kind` that a branch of a union stands for. */
export function kindOf(branch: SchemaAST.AST): string | undefined {
  const kind = schemaAtKey(branch, "kind");
  return kind?._tag === "Literal" ? String(kind.literal) : undefined;
}

/** Branches of a union that are maps. */
export function mapBranches(ast: SchemaAST.AST): readonly SchemaAST.Objects[] {
  return ast._tag === "Union" ? ast.types.filter((type) => type._tag === "Objects") : [];
}

/**
 * The branch of a union that a map means: the one of its `kind` (without one, the branch whose kind
 * is the default), otherwise the one that knows most of its keys. Undefined if that is not clear.
 */
export function chooseBranch(
  ast: SchemaAST.AST,
  map: ReadonlyMap<string, unknown>,
): SchemaAST.Objects | undefined {
  const branches = mapBranches(ast);
  if (branches.some((branch) => kindOf(branch) !== undefined)) {
    return map.has("kind")
      ? branches.find((branch) => kindOf(branch) === map.get("kind"))
      : branches.find((branch) => isOptionalKey(branch, "kind"));
  }
  const known = branches.map((branch) => {
    if (branch.indexSignatures.length > 0) return map.size;
    return keysOf(branch).filter((key) => map.has(key)).length;
  });
  const most = Math.max(...known);
  return most > 0 || branches.length === 1 ? branches[known.indexOf(most)] : undefined;
}

/** Every key path of a schema; below maps with free keys there is none. */
export function keyPaths(ast: SchemaAST.AST): readonly (readonly string[])[] {
  const branches = ast._tag === "Union" ? mapBranches(ast) : [ast];
  return branches.flatMap((branch) =>
    keysOf(branch).flatMap((name) => [
      [name],
      ...keyPaths(schemaAtKey(branch, name)!).map((path) => [name, ...path]),
    ])
  );
}
