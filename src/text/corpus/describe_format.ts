import type { CorpusFormat } from "../sources/schema.ts";

/** A format as a config writes it, without defaults: `lines`, `{ csv: "text" }`. */
export function describeFormat(format: CorpusFormat): string {
  if (typeof format === "string") return format;
  if ("jsonl" in format) return `{ jsonl: ${JSON.stringify(format.jsonl)} }`;
  const { csv, delimiter, quote } = format;
  const more = [
    ...(delimiter === "," ? [] : [`delimiter: ${JSON.stringify(delimiter)}`]),
    ...(quote === undefined ? [] : [`quote: ${quote}`]),
  ];
  return `{ ${[`csv: ${JSON.stringify(csv)}`, ...more].join(", ")} }`;
}
