/** Names that other programs have for the keys of a schema. */
import type { SchemaAST } from "effect";
import { alike } from "./nearest.ts";

/** Key path by the name that people may know instead. */
export type OtherNames = Readonly<Record<string, string>>;

interface Annotation {
  readonly [key: string]: unknown;
  readonly otherNames: ReadonlyMap<string, string>;
}

/** The annotation of a whole schema that says what its keys are called elsewhere. */
export const otherNames = (names: OtherNames): Annotation => ({
  otherNames: new Map(Object.entries(names).map(([name, path]) => [alike(name), path])),
});

/** The key path that is meant by a name, however it is spelt: `batch_size`, `batchSize`. */
export const knownElsewhereAs = (root: SchemaAST.AST, name: string): string | undefined =>
  (root.annotations as Partial<Annotation> | undefined)?.otherNames?.get(alike(name));
