/** Schema issues in a user's words: one finding a mistake, each at its key path. */
import { Result, Schema, type SchemaAST, SchemaIssue } from "effect";
import { either, expectation, quote } from "./expectation.ts";
import { nearest } from "./nearest.ts";
import {
  chooseBranch,
  keysOf,
  kindOf,
  mapBranches,
  pathsOfKey,
  schemaAtKey,
} from "./schema_tree.ts";

/** One mistake in a value. */
export interface Finding {
  readonly path: readonly string[];
  /** Whether the key itself is wrong or what it holds. */
  readonly what: "key" | "value";
  /** With `at`, `{line N}` in it is line N of the text, which is shown as the line of its file. */
  readonly message: string;
  /** Line and column, both from 1, inside the text at `path`. */
  readonly at?: { readonly line: number; readonly column: number } | undefined;
}

/** How everything is decoded: all mistakes, no unknown keys, with the values that were wrong. */
export const decodeOptions = {
  errors: "all",
  onExcessProperty: "error",
  reportInput: true,
} as const;

interface Context {
  /** The whole schema, for a key that belongs elsewhere. */
  readonly root: SchemaAST.AST;
  /** The union that the current map is a branch of. */
  readonly union?: SchemaAST.Union;
}

/** All mistakes that an issue of a schema with this `root` tells. */
export function findings(
  issue: SchemaIssue.Issue,
  root: SchemaAST.AST,
): readonly Finding[] {
  return collect(issue, [], { root });
}

function collect(
  issue: SchemaIssue.Issue,
  path: readonly string[],
  context: Context,
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
  context: Context,
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
    return [{
      path: [...path, key],
      what: "key",
      message: unknownKey(key, ast, path, context),
    }];
  }
  return collect(issue, path, context);
}

function unknownKey(
  key: string,
  ast: SchemaAST.AST,
  path: readonly string[],
  { root, union }: Context,
): string {
  const keys = keysOf(ast);
  if (
    union && mapBranches(union).some((branch) => keysOf(branch).includes(key))
  ) {
    const kind = kindOf(ast);
    if (kind === undefined) {
      return `Does not go with ${keys[0]}, give one of the two`;
    }
    const allowed = keys.filter((name) => name !== "kind");
    return `Does not go with kind ${JSON.stringify(kind)}, which has ${
      allowed.length === 0 ? "no other key" : allowed.join(", ")
    }`;
  }
  if (ast._tag === "Objects" && ast.indexSignatures.length > 0) {
    return `Expected ${expectation(ast.indexSignatures[0]!.parameter)} as key, got ${quote(key)}`;
  }
  const meant = nearest(key, keys);
  if (meant !== undefined) return `Unknown key, did you mean "${meant}"?`;
  const elsewhere = path.length < 2 ? pathsOfKey(root, key) : [];
  if (elsewhere.length === 1) {
    return `Unknown key here, did you mean "${elsewhere[0]}"?`;
  }
  return keys.length > 0 ? `Unknown key, expected ${either(keys)}` : "Unknown key";
}

/** Mistakes of the branch that was meant, rather than of all branches at once. */
function collectUnion(
  issue: SchemaIssue.AnyOf,
  path: readonly string[],
  { root }: Context,
): readonly Finding[] {
  const input = SchemaIssue.hasInput(issue) ? issue.input : undefined;
  const union = issue.ast;
  if (Array.isArray(input)) {
    const list = union.types.find(({ _tag }) => _tag === "Arrays");
    if (list) return collectBranch(list, input, path, { root, union });
  } else if (typeof input === "object" && input !== null) {
    const map = new Map(Object.entries(input));
    const branch = chooseBranch(union, map);
    if (branch) return collectBranch(branch, input, path, { root, union });
    const kinds = mapBranches(union).flatMap((type) => kindOf(type) ?? []);
    if (kinds.length > 0) return [wrongKind(map.get("kind"), kinds, path)];
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
  context: Context,
): readonly Finding[] {
  const schema = Schema.make<Schema.Decoder<unknown>>(branch);
  const result = Schema.decodeUnknownResult(schema, decodeOptions)(input);
  return Result.isFailure(result) ? collect(result.failure.issue, path, context) : [];
}
