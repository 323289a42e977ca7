import { Effect } from "effect";
import type { PartName } from "../sources/part_name.ts";
import type { CorpusConfig } from "../sources/schema.ts";
import { type InputError, RefusedExperiment } from "../../base/errors.ts";
import type { Layout } from "../tokenizer/layout.ts";
import type { TokenizedCorpus } from "./tokenized_corpus.ts";
import type { TokenPart } from "./token_part.ts";

const parts: readonly PartName[] = ["train", "valid", "test"];
const titles: Record<PartName, string> = { train: "training", valid: "validation", test: "test" };

/**
 * Fails with the numbers where the corpus holds no text, or a part is too small to make a batch: no
 * sentence, or fewer tokens than its parallel streams need. One line a part.
 */
export function checkParts(
  corpus: Pick<TokenizedCorpus, PartName | "counts">,
  split: CorpusConfig["split"],
  layout: Layout,
): Effect.Effect<void, InputError> {
  const { counts } = corpus;
  const tokens = parts.reduce((sum, name) => sum + (corpus[name]?.tokens.length ?? 0), 0);
  if (tokens === 0) {
    const signs = counts.dropped === 0
      ? ""
      : `, ${counted(counts.dropped, "sentence")} of signs alone`;
    const message = `corpus: The corpus holds no text (${counted(counts.bytes, "byte")}, ` +
      `${counted(counts.documents, "document")}${signs})`;
    return Effect.fail(new RefusedExperiment({ message }));
  }
  const problems: string[] = [];
  for (const name of parts) {
    const part = corpus[name];
    const problem = part &&
      partProblem(part, layout, shareOf(split, name), tokens, counts.sentences);
    if (problem !== undefined) {
      problems.push(`corpus.split: The ${titles[name]} part is ${problem}`);
    }
  }
  return problems.length === 0
    ? Effect.void
    : Effect.fail(new RefusedExperiment({ message: problems.join("\n") }));
}

/** A part's share as messages name it; undefined where files decide. */
function shareOf(split: CorpusConfig["split"], name: PartName): string | undefined {
  if ("files" in split) return undefined;
  const share = name === "train" ? 1 - split.valid - split.test : split[name];
  return String(Number(share.toPrecision(6)));
}

function partProblem(
  part: TokenPart,
  layout: Layout,
  share: string | undefined,
  tokens: number,
  sentences: number,
): string | undefined {
  if (layout.kind === "sentences") {
    if (part.offsets.length > 1) return undefined;
    if (share === undefined) return "empty: its files hold no sentence";
    return `empty: a share of ${share} of ${counted(sentences, "sentence")} gave none; ` +
      "allowed is a larger corpus, another share, or 0 for none";
  }
  const needed = layout.size + 1;
  if (part.tokens.length >= needed) return undefined;
  const have = counted(part.tokens.length, "token");
  const given = share === undefined
    ? `its files hold ${have}`
    : `a share of ${share} of ${counted(tokens, "token")} gave ${have}`;
  return `too small: ${given}, and batch.size ${layout.size} needs at least ${needed}; ` +
    "allowed is a larger corpus, another share, or a smaller batch.size";
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
