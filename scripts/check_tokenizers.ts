/**
 * Compares subwords with Hugging Face's `tokenizers` (Rust) and `@huggingface/tokenizers`
 * (JavaScript): the merges that are learnt of each file, and the ids of its text.
 *
 *   deno install --frozen   in scripts/tokenizers, once
 *   deno run -RWES --allow-ffi scripts/check_tokenizers.ts FILE…   ends with 1 where they differ
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { bpeKind } from "../src/text/kinds/bpe.ts";
import { cutPieces } from "../src/text/subwords/pieces.ts";
import { encodeVocabulary } from "../src/text/vocabulary/vocabulary_file.ts";
import type { Vocabulary } from "../src/text/vocabulary/vocabulary.ts";

interface Reference {
  readonly learntMerges: (file: string, saved: string) => readonly (readonly string[])[];
  readonly idsOf: (json: string, text: string) => Promise<readonly [number[], number[]]>;
}
const reference: Reference = await import(
  new URL("tokenizers/reference.mjs", import.meta.url).href
);

const kind = bpeKind({ vocabulary: 8000 });

/** The vocabulary of a text whose lines are cut each by itself, as the reference reads a file. */
function learn(text: string): Vocabulary {
  const counts = new Map<string, number>();
  for (const line of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
    for (const piece of cutPieces(line)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return kind.learn([...counts.keys()], [...counts.values()], { start: false, end: false });
}

/** Where two lists differ first; −1 where they do not. */
function firstDifference(a: readonly unknown[], b: readonly unknown[]): number {
  const at = a.findIndex((value, i) => String(value) !== String(b[i]));
  return at >= 0 ? at : a.length === b.length ? -1 : a.length;
}

const said = (at: number): string => at < 0 ? "equal" : `differ at ${at}`;

const folder = mkdtempSync(join(tmpdir(), "unroll-tokenizers-"));
let differing = 0;
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const vocabulary = learn(text);
  const merges = vocabulary.merges ?? [];
  const theirs = reference.learntMerges(file, join(folder, "saved.json")).slice(0, merges.length);
  const encode = kind.encoder!(vocabulary);
  const ids = cutPieces(text).flatMap((piece) => encode(piece).map(({ id }) => id));
  const [rust, javaScript] = await reference.idsOf(encodeVocabulary(vocabulary), text);
  const differences = [[merges, theirs], [ids, rust], [ids, javaScript]]
    .map(([a, b]) => firstDifference(a!, b!));
  differing += differences.filter((at) => at >= 0).length;
  const [learnt, inRust, inJavaScript] = differences.map(said);
  console.log(
    `${file}: ${merges.length} merges ${learnt}; ${ids.length} ids, tokenizers ${inRust}, ` +
      `@huggingface/tokenizers ${inJavaScript}`,
  );
}
rmSync(folder, { recursive: true });
process.exitCode = differing > 0 ? 1 : 0;
