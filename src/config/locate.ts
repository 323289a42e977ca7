/** A parsed YAML document as a tree with positions; what JSON cannot express is refused. */
import { Result } from "effect";
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
} from "yaml";
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
 * @param prefix key path of the document
 */
export function locate(
  document: Document,
  text: string,
  placeOf: (offset: number) => Place,
  prefix: readonly string[],
): Result.Result<Located, readonly Mistake[]> {
  const walk = new Walk(text, placeOf);
  try {
    const located = walk.visit(document.contents as Node | null, prefix, placeOf(0));
    return walk.mistakes.length > 0 ? Result.fail(walk.mistakes) : Result.succeed(located);
  } catch (error) {
    if (error instanceof Refused) return Result.fail([error.mistake]);
    throw error;
  }
}

class Walk {
  /** Mistakes in keys, which leave the rest of the document as it is. */
  readonly mistakes: Mistake[] = [];
  /** Nodes that the walk is in. */
  readonly #open = new Set<Node>();
  readonly #anchors = new Map<string, Node>();
  /** How deep the walk is in aliases: an anchor counts only where it is written. */
  #unfolding = 0;
  #count = 0;

  constructor(private readonly text: string, private readonly placeOf: (offset: number) => Place) {}

  /** @param fallback the place of what is not written */
  visit(node: Node | null | undefined, path: readonly string[], fallback: Place): Located {
    const place = node?.range ? this.placeOf(node.range[0]) : fallback;
    if (++this.#count > valueLimit) refuse(place, path, `Holds more than ${valueLimit} values`);
    if (path.length > depthLimit) refuse(place, path, `Nested more than ${depthLimit} levels deep`);
    if (node === null || node === undefined) return { kind: "scalar", place, value: null };
    if (isAlias(node)) return this.#alias(node.source, path, place);
    if (node.anchor !== undefined && this.#unfolding === 0) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    try {
      if (isScalar(node)) return scalar(node, path, place, this.text);
      if (isSeq(node)) {
        const items = node.items.map((item, i) =>
          this.visit(item as Node | null, [...path, String(i)], place)
        );
        return { kind: "list", place, items };
      }
      if (isMap(node)) return { kind: "map", place, entries: this.#entries(node, path, place) };
      return refuse(place, path, "Expected a map, a list, text, a number, true or false");
    } finally {
      this.#open.delete(node);
    }
  }

  #alias(name: string, path: readonly string[], place: Place): Located {
    const target = this.#anchors.get(name);
    if (target === undefined) return refuse(place, path, unknownAlias(name));
    if (this.#open.has(target)) return refuse(place, path, `The alias "${name}" holds itself`);
    this.#unfolding++;
    const located = this.visit(target, path, place);
    this.#unfolding--;
    return { ...located, place, ...(located.kind === "scalar" && { text: undefined }) };
  }

  #entries(map: YAMLMap, path: readonly string[], place: Place): Map<string, LocatedEntry> {
    const entries = new Map<string, LocatedEntry>();
    for (const pair of map.items) {
      const keyNode = pair.key as Node | null;
      const key = keyNode?.range ? this.placeOf(keyNode.range[0]) : place;
      if (!isScalar(keyNode) || typeof keyNode.value === "object") {
        this.mistakes.push({ place: key, path, message: "Expected a key that is a name" });
        continue;
      }
      const name = String(keyNode.value);
      const below = [...path, name];
      const first = entries.get(name);
      if (first !== undefined || name === keyNotAllowed) {
        const message = first === undefined
          ? "This key is not allowed"
          : `The key is here twice, first on line ${first.key.line}`;
        this.mistakes.push({ place: key, path: below, message });
        continue;
      }
      entries.set(name, { key, value: this.visit(pair.value as Node | null, below, key) });
    }
    return entries;
  }
}

/** A glob that begins with a star reads as one. */
const unknownAlias = (name: string): string =>
  `Unknown alias "${name}"${
    /[./]/.test(name) ? `; a glob that begins with * is written in quotes: "*${name}"` : ""
  }`;

function refuse(place: Place, path: readonly string[], message: string): never {
  throw new Refused({ place, path, message });
}

function scalar(node: Scalar, path: readonly string[], place: Place, text: string): Located {
  const { value } = node;
  if (typeof value === "bigint") return { kind: "scalar", place, value: Number(value) };
  if (typeof value === "string") {
    return { kind: "scalar", place, value, text: textLayout(node, value, place, text) };
  }
  if (value === null || typeof value === "number" || typeof value === "boolean") {
    return { kind: "scalar", place, value };
  }
  return refuse(place, path, "Expected text, a number, true or false");
}
