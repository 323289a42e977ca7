/** The shortest config for a text. */
import { basename, dirname, join } from "node:path";
import { statusOf } from "../base/files/is_there.ts";
import { escapeGlob } from "../text/sources/glob_text.ts";

/** A config that may be written beside a text. */
export interface ShortestConfig {
  /** Path of a file that is not there yet. */
  readonly file: string;
  readonly yaml: string;
}

/** @param path of the text, as the user gave it */
export function shortestConfig(path: string): ShortestConfig {
  const name = nameOf(path);
  return {
    file: freeFile(join(dirname(path), name)),
    yaml: `name: ${name}\ncorpus: { path: ${
      yaml(escapeGlob(basename(path)))
    } }\nmodel: { cell: gru }`,
  };
}

/** A name for the experiment: that of the text, with what a name may hold. */
function nameOf(path: string): string {
  const stem = basename(path).replace(/\.gz$/i, "").replace(/(?<=.)\.[^.]*$/, "");
  const plain = stem.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "-").replace(/^[^\p{L}\p{N}]+/u, "");
  const name = [...plain].slice(0, 50).join("");
  return name === "" || /^[\d._-]+$/.test(name) ? `text${name}` : name;
}

function freeFile(stem: string): string {
  for (let count = 1;; count++) {
    const file = `${stem}${count === 1 ? "" : `-${count}`}.yaml`;
    if (statusOf(file) === undefined) return file;
  }
}

/** A text as YAML in a map of one line. */
const yaml = (text: string): string =>
  /^[\p{L}\p{N}_.][\p{L}\p{N}_./-]*$/u.test(text) ? text : JSON.stringify(text);
