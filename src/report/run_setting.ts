/** What a run trains: its model, and the corpus that it learns from. */
import { counted, formatCount, formatMeasure } from "../base/terminal/format_number.ts";
import type { Manifest, PartSize } from "../run/manifest.ts";
import { type Html, markup } from "../base/html/markup.ts";
import { facts, note, table } from "../base/html/page.ts";
import type { RunView } from "./run_view.ts";

/** Keys of the model that are shown, where the config has them. */
const keys = ["cell", "layers", "embedding", "hidden", "tied", "dropout"] as const;

/** Cell, sizes and number of parameters. */
export function modelFacts(
  settings: RunView["settings"],
  { sizes }: Manifest,
): Html | undefined {
  const shown = keys.flatMap((key): (readonly [string, string])[] => {
    const value = settings[`model.${key}`];
    return value === undefined || value === null ? [] : [[key, `${value}`]];
  });
  if (shown.length === 0) return undefined;
  return facts([
    ...shown,
    ["parameters", sizes && formatCount(sizes.parameters)],
  ]);
}

/** Sizes of the parts and of the vocabulary; undefined for a run of an older version. */
export function corpusSection({ sizes }: Manifest): Html | undefined {
  if (sizes === undefined) return undefined;
  const { train, valid, test } = sizes;
  const parts = [["training", train], ["validation", valid], ["test", test]] as const;
  const columns = [
    { name: "part" },
    { name: "tokens", kind: "number" },
    { name: "sentences", kind: "number" },
    { name: "unknown", kind: "number" },
  ] as const;
  const rows = parts.flatMap(([name, part]) =>
    part === undefined
      ? []
      : [[name, formatCount(part.tokens), countOf(part.sentences), unknownShare(part)]]
  );
  return markup`${
    facts([
      ["vocabulary", formatCount(sizes.vocabulary)],
      ["documents", formatCount(sizes.documents)],
      ["size", counted(sizes.bytes, "byte")],
    ])
  }<div class="below">${table("Corpus", columns, rows)}</div>${
    note(
      "Tokens are those that are predicted. Unknown ones stand for a word or character outside " +
        `the vocabulary.${sizes.cut === 0 ? "" : ` ${cutNote(sizes.cut)}`}`,
    )
  }`;
}

const countOf = (value: number | undefined): string =>
  value === undefined ? "–" : formatCount(value);

/** Never rounded to none where there are some. */
function unknownShare({ tokens, unknown }: PartSize): string {
  const percent = 100 * unknown / Math.max(1, tokens);
  if (unknown > 0 && percent < 0.05) return "under 0.1 %";
  return `${formatMeasure(percent, 1)} %`;
}

const cutNote = (cut: number): string =>
  `${counted(cut, "sentence")} longer than batch.maxLength ${
    cut === 1 ? "was" : "were"
  } split into several.`;
