import { Effect, Schema } from "effect";
import type { PartName } from "../sources/part_name.ts";
import type { CorpusConfig } from "../sources/schema.ts";
import { type InputError, RefusedExperiment } from "../../base/errors.ts";
import { counted } from "../../base/terminal/format_number.ts";
import type { Layout } from "../tokenizer/layout.ts";
import type { TokenizedCorpus } from "./tokenized_corpus.ts";
import type { TokenPart } from "./token_part.ts";

const parts: readonly PartName[] = ["train", "valid", "test"];
const titles: Record<PartName, string> = { train: "training", valid: "validation", test: "test" };

/** A corpus without a word or a character. */
class NoText extends RefusedExperiment.extend<NoText>("NoText")({
  _tag: Schema.tag("NoText"),
  bytes: Schema.Number,
  documents: Schema.Number,
  /** Sentences of signs alone. */
  dropped: Schema.Number,
}) {
  override get message(): string {
    const { bytes, documents, dropped } = this;
    const signs = dropped === 0 ? "" : `, ${counted(dropped, "sentence")} of signs alone`;
    return `corpus: The corpus holds no text (${counted(bytes, "byte")}, ` +
      `${counted(documents, "document")}${signs})`;
  }
}

/** A part that is too small: rows of sentences have none, or parallel streams too few tokens. */
const SmallPart = Schema.Struct({
  part: Schema.Literals(["train", "valid", "test"]),
  /** Its share; undefined where files decide. */
  share: Schema.UndefinedOr(Schema.Number),
  /** Of what the share is, in all the corpus. */
  sentences: Schema.Number,
  tokens: Schema.Number,
  /** Tokens of the part, and parallel streams; undefined for rows of sentences. */
  streams: Schema.UndefinedOr(Schema.Struct({ have: Schema.Number, size: Schema.Number })),
});

/** Parts that are too small to make a batch, a line each. */
class SmallParts extends RefusedExperiment.extend<SmallParts>("SmallParts")({
  _tag: Schema.tag("SmallParts"),
  parts: Schema.Array(SmallPart),
}) {
  override get message(): string {
    return this.parts
      .map((small) => `corpus.split: The ${titles[small.part]} part is ${describe(small)}`)
      .join("\n");
  }
}

/** Tokens that sentences do not have on average where their ends are marked. */
const longSentence = 1000;

/** What helps where a share holds no sentence. */
const remedies = "use a larger corpus, another share, files of its own in corpus.split.files";

function describe({ share, sentences, tokens, streams }: typeof SmallPart.Type): string {
  const given = share === undefined ? undefined : `a share of ${Number(share.toPrecision(6))}`;
  if (streams === undefined) {
    if (given === undefined) return "empty: its files hold no sentence";
    const hasFewEnds = tokens > sentences * longSentence;
    const more = hasFewEnds ? ", batch.kind: contiguous if the text has no sentence ends" : "";
    return `empty: ${given} of ${counted(sentences, "sentence")} gave none (sentences stay ` +
      `whole, equal ones in one part); ${remedies}${more}, or 0 for none`;
  }
  const have = counted(streams.have, "token");
  const got = given === undefined
    ? `its files hold ${have}`
    : `${given} of ${counted(tokens, "token")} gave ${have}`;
  const needs = `batch.size ${streams.size} needs at least ${streams.size + 1}`;
  return sentences > 0 && share !== undefined && streams.have === 0
    ? `empty: ${got} (sentences stay whole), and ${needs}; ${remedies}, or 0 for none`
    : `too small: ${got}, and ${needs}; use a larger corpus, another share, or a smaller batch.size`;
}

/**
 * Fails, with the numbers, if the corpus holds no text or a part is too small for a batch: it has
 * no sentence, or fewer tokens than its parallel streams need. One line per part.
 */
export function checkParts(
  corpus: Pick<TokenizedCorpus, PartName | "counts">,
  split: CorpusConfig["split"],
  layout: Layout,
): Effect.Effect<void, InputError> {
  const { bytes, documents, dropped, sentences } = corpus.counts;
  const tokens = parts.reduce((sum, name) => sum + (corpus[name]?.tokens.length ?? 0), 0);
  if (tokens === 0) return Effect.fail(new NoText({ bytes, documents, dropped }));
  const small = parts.flatMap((name) => {
    const part = corpus[name];
    if (part === undefined || makesBatch(part, layout)) return [];
    const streams = layout.kind === "sentences"
      ? undefined
      : { have: part.tokens.length, size: layout.size };
    return [{ part: name, share: shareOf(split, name), sentences, tokens, streams }];
  });
  return small.length === 0 ? Effect.void : Effect.fail(new SmallParts({ parts: small }));
}

const makesBatch = (part: TokenPart, layout: Layout): boolean =>
  layout.kind === "sentences" ? part.offsets.length > 1 : part.tokens.length > layout.size;

/** A part's share; undefined where files decide. */
function shareOf(split: CorpusConfig["split"], name: PartName): number | undefined {
  if ("files" in split) return undefined;
  return name === "train" ? 1 - split.valid - split.test : split[name];
}
