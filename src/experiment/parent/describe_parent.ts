import { basename } from "node:path";
import type { Model } from "../../model/model.ts";
import { formatCount } from "../../base/terminal/format_number.ts";
import type { Vocabulary } from "../../text/vocabulary/vocabulary.ts";
import type { Parent } from "./parent.ts";

/** Tokens that are named of those with fresh weights, and longest name. */
const mostNamed = 8, longestName = 20;

/** Lines that say what a model starts with: what was taken, what is fresh, what was left. */
export function describeParent(
  parent: Parent,
  model: Model,
  { words }: Pick<Vocabulary, "words">,
): string[] {
  const { path, checkpoint, left, model: { tensors } } = parent;
  const whence = checkpoint === undefined ? "" : `, ${checkpoint}`;
  const named = tensors.map(({ name }) => name).join(", ");
  return [
    `from: ${basename(path)}${whence}`,
    `  taken: ${named}; ${formatCount(parent.words.length)} tokens`,
    `  fresh: ${describeFresh(words.slice(parent.words.length), parent, model)}`,
    `  left: ${left.length === 0 ? "nothing" : left.join(", ")}`,
  ];
}

function describeFresh(fresh: readonly string[], { model: theirs }: Parent, model: Model): string {
  if (fresh.length === 0) return "nothing";
  const shapes = new Map(theirs.tensors.map(({ name, shape }) => [name, shape.join()]));
  const grown = model.tensors.filter(({ name, shape }) => shapes.get(name) !== shape.join());
  const named = fresh.slice(0, mostNamed).map((word) =>
    JSON.stringify(word.length > longestName ? `${word.slice(0, longestName)}…` : word)
  );
  const rest = fresh.length > mostNamed ? ", …" : "";
  return `${formatCount(fresh.length)} ${fresh.length === 1 ? "token" : "tokens"} (${
    named.join(", ")
  }${rest}) in ${grown.map(({ name }) => name).join(", ")}`;
}
