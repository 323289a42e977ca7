/** Schema issues in a user's words: one finding per mistake, with its key path. */
import { Result, Schema, type SchemaAST, SchemaIssue } from "effect";
import { either, expectation, quote } from "./expectation.ts";
import { nearest } from "./nearest.ts";
import { chooseBranch, kindOf, mapBranches, schemaAtKey } from "./schema_tree.ts";
import type { TextPosition } from "./text_position.ts";
import { type KeyContext, unknownKey } from "./unknown_key.ts";
import type { Wording } from "./wording.ts";

/** One mistake in a value. */
export interface Finding {
  readonly path: readonly string[];
  /** Whether the key itself is wrong or what it holds. */
  readonly what: "key" | "value";
  readonly message: Wording;
  /** The key that was meant, where one is not known and another of its map is close. */
  readonly meant?: string | undefined;
  /** Where in the text at `path`. */
  readonly at?: TextPosition | undefined;
}

/** How everything is decoded: all mistakes, no unknown keys, with the values that were wrong. */
export const decodeOptions = {
  errors: "all",
  onExcessProperty: "error",
  reportInput: true,
} as const;

/** All mistakes in an issue of a schema with this `root`. */
export function findings(
  issue: SchemaIssue.Issue,
  root: SchemaAST.AST,
): readonly Finding[] {
  return collect(issue, [], { root });
}

function collect(
  issue: SchemaIssue.Issue,
  path: readonly string[],
  context: KeyContext,
): readonly Finding[] {
  switch (issue._tag) {
    case "Encoding":
      return collect(issue.issue, path, context);
    case "Pointer":
      return collect(issue.issue, [...path, ...issue.path.map(String)], {
        root: context.root,
      });
    case "Composite": {
      const own = issue.issues.filter(({ _tag }) => _tag === "Filter");
      const inner = issue.issues.filter(({ _tag }) => _tag !== "Filter");
      return [
        ...(own.length > 0 ? [wrongValue(issue.ast, issue, path)] : []),
        ...inner.flatMap((child) => keyFinding(child, issue.ast, path, context)),
      ];
    }
    case "AnyOf":
      return collectUnion(issue, path, context);
    case "InvalidType":
      return [wrongValue(issue.ast, issue, path)];
    case "Filter":
      return collect(issue.issue, path, context);
    default:
      return [{ path, what: "value", message: "Expected another value" }];
  }
}

function wrongValue(
  ast: SchemaAST.AST,
  issue: SchemaIssue.Issue,
  path: readonly string[],
): Finding {
  const input = SchemaIssue.hasInput(issue) ? issue.input : undefined;
  return {
    path,
    what: "value",
    message: `Expected ${expectation(ast)}, got ${quote(input)}`,
  };
}

/** A child of a map's issue: missing and unknown keys need to know the map's schema. */
function keyFinding(
  issue: SchemaIssue.Issue,
  ast: SchemaAST.AST,
  path: readonly string[],
  context: KeyContext,
): readonly Finding[] {
  if (issue._tag !== "Pointer") return collect(issue, path, context);
  const key = String(issue.path[0]);
  if (issue.issue._tag === "MissingKey") {
    const field = schemaAtKey(ast, key);
    const expected = field === undefined ? "" : `, expected ${expectation(field)}`;
    return [{
      path: [...path, key],
      what: "value",
      message: `Missing key${expected}`,
    }];
  }
  if (issue.issue._tag === "UnexpectedKey") {
    const unknown = unknownKey(key, ast, path, context);
    return [{ path: [...path, key], what: "key", ...unknown }];
  }
  return collect(issue, path, context);
}

/** Mistakes of the branch that was meant, rather than of all branches at once. */
function collectUnion(
  issue: SchemaIssue.AnyOf,
  path: readonly string[],
  { root }: KeyContext,
): readonly Finding[] {
  const input = SchemaIssue.hasInput(issue) ? issue.input : undefined;
  const union = issue.ast;
  const kinds = mapBranches(union).flatMap((type) => kindOf(type) ?? []);
  if (Array.isArray(input)) {
    const list = union.types.find(({ _tag }) => _tag === "Arrays");
    if (list) return collectBranch(list, input, path, { root, union });
  } else if (typeof input === "object" && input !== null) {
    const map = new Map(Object.entries(input));
    const branch = chooseBranch(union, map);
    if (branch) return collectBranch(branch, input, path, { root, union });
    if (kinds.length > 0) return [wrongKind(map.get("kind"), kinds, path)];
  } else if (typeof input === "string") {
    const meant = nearest(input, kinds);
    const message = `Expected a map, did you mean { kind: ${meant} }?`;
    if (meant !== undefined) return [{ path, what: "value", message }];
  }
  return [wrongValue(union, issue, path)];
}

function wrongKind(
  got: unknown,
  kinds: readonly string[],
  path: readonly string[],
): Finding {
  const names = either(kinds.map((kind) => JSON.stringify(kind)));
  const message = `Expected ${names}, got ${quote(got)}`;
  const meant = typeof got === "string" ? nearest(got, kinds) : undefined;
  return {
    path: [...path, "kind"],
    what: "value",
    message: meant === undefined ? message : `${message}, did you mean "${meant}"?`,
  };
}

function collectBranch(
  branch: SchemaAST.AST,
  input: unknown,
  path: readonly string[],
  context: KeyContext,
): readonly Finding[] {
  const schema = Schema.make<Schema.Decoder<unknown>>(branch);
  const result = Schema.decodeUnknownResult(schema, decodeOptions)(input);
  return Result.isFailure(result) ? collect(result.failure.issue, path, context) : [];
}
