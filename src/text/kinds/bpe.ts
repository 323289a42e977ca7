import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { tokenBytes } from "../subwords/byte_characters.ts";
import { byteSpeller } from "../subwords/byte_speller.ts";
import { escapedBytes } from "../subwords/escaped_bytes.ts";
import { learnMerges } from "../subwords/learn_merges.ts";
import { byteMerger } from "../subwords/merge_bytes.ts";
import { pieceCutter } from "../subwords/pieces.ts";
import { specialNames, type Vocabulary, vocabularyOf } from "../vocabulary/vocabulary.ts";
import { codePoints } from "./code_points.ts";
import { defaultSubwords } from "./default_subwords.ts";
import type { Cutter, EncodedToken, NumberOf, TokenKind } from "./token_kind.ts";
import { utf8Length } from "./utf8_length.ts";

/** Most different pieces of a text. Each takes some 300 bytes until the merges are learnt. */
const mostPieces = 3_000_000;

/** A text of nearly nothing but new pieces. */
class TooManyPieces extends InputError.extend<TooManyPieces>("TooManyPieces")({
  _tag: Schema.tag("TooManyPieces"),
  limit: Schema.Number,
}) {
  override get message(): string {
    return `corpus: The text has more than ${this.limit.toLocaleString("en-US")} different ` +
      "pieces; read it as bytes (tokenizer.kind: byte) or take a smaller corpus";
  }
}

/**
 * Bytes that are joined into longer tokens as often as a text has them side by side (byte-level
 * BPE). A symbol is a piece of text within which they are joined.
 *
 * @param vocabulary most tokens, special ones and the 256 bytes among them
 */
export const bpeKind = (
  { vocabulary = defaultSubwords }: { readonly vocabulary?: number | undefined },
): TokenKind => ({
  noun: "subwords",
  isStream: true,
  cutter: (numberOf) => bpeCutter(numberOf),
  learn: (symbols, counts, special) => {
    const pieces = symbols.map((symbol, i) => ({ bytes: escapedBytes(symbol), count: counts[i]! }));
    const names = specialNames(special);
    const { tokens, merges } = learnMerges(
      pieces.filter(({ count }) => count > 0),
      vocabulary - names.length,
    );
    return vocabularyOf([...names, ...tokens], merges);
  },
  encoder: pieceEncoder,
  speller: byteSpeller,
});

/** 1 for a byte that begins a character of UTF-8, 0 for one that continues it. */
export const beginsCharacter = (byte: number): 0 | 1 => (byte & 0xc0) === 0x80 ? 0 : 1;

/**
 * Emits every piece of a text. Throws a {@link TooManyPieces} where a text has more than `most`
 * different ones.
 */
export function bpeCutter(numberOf: NumberOf, most = mostPieces): Cutter {
  const pieces = pieceCutter();
  const known = new Map<string, readonly [symbol: number, characters: number, bytes: number]>();
  const look = (piece: string) => {
    const found = known.get(piece);
    if (found !== undefined) return found;
    if (known.size >= most) throw new TooManyPieces({ limit: most });
    const fresh = [numberOf(piece), codePoints(piece), utf8Length(piece)] as const;
    known.set(piece, fresh);
    return fresh;
  };
  return {
    cut: (text, emit) => pieces.push(text, (piece) => emit(...look(piece))),
    end: (emit) => pieces.end((piece) => emit(...look(piece))),
  };
}

function pieceEncoder(
  { words, ids, merges = [] }: Vocabulary,
): (piece: string) => readonly EncodedToken[] {
  const merge = byteMerger(ids, merges);
  const known = words.map((token, id) => ({ id, ...sizeOf(token) }));
  return (piece) => merge(escapedBytes(piece)).map((id) => known[id]!);
}

/** Code points that begin in a token, and its bytes; none of a special token. */
function sizeOf(token: string): Omit<EncodedToken, "id"> {
  const bytes = tokenBytes(token) ?? [];
  let characters = 0;
  for (const byte of bytes) characters += beginsCharacter(byte);
  return { characters: Math.min(characters, 255), bytes: bytes.length };
}
