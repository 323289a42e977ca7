/** Keys of one map that exclude each other. */
import type { SchemaAST } from "effect";

/** Annotation of a struct: groups of keys of which a map uses one group. */
export interface Alternatives {
  readonly [key: string]: unknown;
  readonly alternatives: readonly (readonly string[])[];
}

/** The annotation that says which keys exclude each other. */
export const alternatives = (
  ...groups: (readonly string[])[]
): Alternatives => ({
  alternatives: groups,
});

/** The groups that a schema names. */
export function alternativesOf(
  ast: SchemaAST.AST,
): readonly (readonly string[])[] {
  return (ast.annotations as Partial<Alternatives> | undefined)?.alternatives ??
    [];
}
