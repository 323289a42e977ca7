/** A parsed YAML document as a tree with places; what JSON could not say is refused. */
import { Result } from "effect";
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { Located, LocatedEntry } from "./located.ts";
import type { Mistake } from "./mistake.ts";
import type { Place } from "./place.ts";
import { textLayout } from "./text_layout.ts";

/** Deepest nesting and most values (aliases unfolded) of a config. */
const depthLimit = 60;
const valueLimit = 50_000;

const keyNotAllowed = "__proto__";

/** Ends the walk at a mistake after which nothing more can be said. */
class Refused extends Error {
  constructor(readonly mistake: Mistake) {
    super(mistake.message);
  }
}

/**
 * The tree of a document without syntax errors.
 *
 * @param text the document's text
 * @param placeOf line and column of an offset in it
 * @param prefix key path that the document stands at
 */
export function locate(
  document: Document,
  text: string,
  placeOf: (offset: number) => Place,
  prefix: readonly string[],
): Result.Result<Located, readonly Mistake[]> {
  const mistakes: Mistake[] = [];
  const open = new Set<Node>();
  const anchors = new Map<string, Node>();
  let unfolding = 0;
  let count = 0;

  const visit = (
    node: Node | null | undefined,
    path: readonly string[],
    fallback: Place,
  ): Located => {
    const place = node?.range ? placeOf(node.range[0]) : fallback;
    const refuse = (message: string): never => {
      throw new Refused({ place, path, message });
    };
    if (++count > valueLimit) refuse(`Holds more than ${valueLimit} values`);
    if (path.length > depthLimit) {
      refuse(`Nested more than ${depthLimit} levels deep`);
    }
    if (node === null || node === undefined) {
      return { kind: "scalar", place, value: null };
    }
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) return refuse(`Unknown alias "${node.source}"`);
      if (open.has(target)) {
        return refuse(`The alias "${node.source}" holds itself`);
      }
      unfolding++;
      const located = visit(target, path, place);
      unfolding--;
      return {
        ...located,
        place,
        ...(located.kind === "scalar" && { text: undefined }),
      };
    }
    if (node.anchor !== undefined && unfolding === 0) {
      anchors.set(node.anchor, node);
    }
    open.add(node);
    try {
      if (isScalar(node)) return scalar(node, place, text, refuse);
      if (isSeq(node)) {
        const items = node.items.map((item, i) =>
          visit(item as Node | null, [...path, String(i)], place)
        );
        return { kind: "list", place, items };
      }
      if (!isMap(node)) {
        return refuse("Expected a map, a list, text, a number, true or false");
      }
      const entries = new Map<string, LocatedEntry>();
      for (const pair of node.items) {
        const keyNode = pair.key as Node | null;
        const keyPlace = keyNode?.range ? placeOf(keyNode.range[0]) : place;
        if (!isScalar(keyNode) || typeof keyNode.value === "object") {
          mistakes.push({
            place: keyPlace,
            path,
            message: "Expected a key that is a name",
          });
          continue;
        }
        const name = String(keyNode.value);
        const first = entries.get(name);
        if (first !== undefined || name === keyNotAllowed) {
          mistakes.push({
            place: keyPlace,
            path: [...path, name],
            message: first === undefined
              ? "This key is not allowed"
              : `The key is here twice, first on line ${first.key.line}`,
          });
          continue;
        }
        const value = visit(
          pair.value as Node | null,
          [...path, name],
          keyPlace,
        );
        entries.set(name, { key: keyPlace, value });
      }
      return { kind: "map", place, entries };
    } finally {
      open.delete(node);
    }
  };

  try {
    const located = visit(document.contents as Node | null, prefix, placeOf(0));
    return mistakes.length > 0 ? Result.fail(mistakes) : Result.succeed(located);
  } catch (error) {
    if (error instanceof Refused) return Result.fail([error.mistake]);
    throw error;
  }
}

function scalar(
  node: Scalar,
  place: Place,
  text: string,
  refuse: (message: string) => never,
): Located {
  const { value } = node;
  if (typeof value === "bigint") {
    return { kind: "scalar", place, value: Number(value) };
  }
  if (
    value === null || typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean"
  ) {
    return {
      kind: "scalar",
      place,
      value,
      ...(typeof value === "string" &&
        { text: textLayout(node, value, place, text) }),
    };
  }
  return refuse("Expected text, a number, true or false");
}
