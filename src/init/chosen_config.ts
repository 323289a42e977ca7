/** The settings that suit a text, for a first config. */
import type { TextProfile } from "../text/profile/text_profile.ts";

export type TokenKind = "word" | "char" | "bpe" | "byte";

/** What a first config says beside the text, and what is fitted to its size. */
export interface ChosenConfig {
  readonly tokens: TokenKind;
  readonly cell: "gru" | "lstm";
  readonly embedding: number;
  readonly hidden: number;
  readonly layers: number;
  readonly dropout: number;
}

/** Words below which a text has too few to learn each by itself, so characters are its tokens. */
const fewWords = 300_000;

/** Tokens that a text should have for each width of a model. */
const widths = [
  { tokens: 3_000_000, hidden: 256, layers: 2 },
  { tokens: 300_000, hidden: 192, layers: 1 },
  { tokens: 50_000, hidden: 128, layers: 1 },
  { tokens: 0, hidden: 64, layers: 1 },
] as const;

/** Chooses by how much text there is; `asked` is a kind of tokens that the user wants. */
export function chooseConfig(
  { words, characters }: Pick<TextProfile, "words" | "characters">,
  asked: TokenKind | undefined,
): ChosenConfig {
  const tokens = asked ?? (words < fewWords ? "char" : "word");
  const isSmall = tokens === "char" || tokens === "byte";
  const count = isSmall ? characters : words;
  const { hidden, layers } = widths.find((width) => count >= width.tokens)!;
  return {
    tokens,
    cell: isSmall ? "lstm" : "gru",
    embedding: isSmall ? Math.min(64, hidden) : hidden,
    hidden,
    layers,
    dropout: layers > 1 ? 0.2 : 0.1,
  };
}

/** What a config of these settings is, as an object. */
export const plainConfig = (
  name: string,
  path: string,
  { tokens, cell, embedding, hidden, layers, dropout }: ChosenConfig,
) => ({
  name,
  corpus: { path },
  tokenizer: { kind: tokens },
  batch: tokens === "char" || tokens === "byte"
    ? { kind: "contiguous", length: 64 }
    : { kind: "sentences" },
  model: { cell, embedding, hidden, layers, dropout },
  training: { optimizer: { kind: "adam", learningRate: 0.002 }, clip: { norm: 1 } },
});
