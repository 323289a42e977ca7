import { basename } from "node:path";
import { counted, formatCount } from "../../base/terminal/format_number.ts";
import type { PartSize } from "../../run/manifest.ts";
import type { LoadedRun } from "../load_run.ts";
import { markdownTable } from "./markdown.ts";

/** What the model was trained on. */
export function corpusSection({ experiment, existing }: LoadedRun): string {
  const { npm, files, path } = experiment.corpus;
  const { hashes, sizes, from } = existing.manifest;
  const name = npm !== undefined
    ? `${files} of the npm package ${npm}`
    : path === "-"
    ? "standard input"
    : basename(path ?? "");
  const part = (what: string, size: PartSize | undefined) =>
    size === undefined ? [] : [[
      what,
      `${formatCount(size.tokens)} tokens, ${formatCount(size.unknown)} of them unknown`,
    ]];
  const rows = [
    ["text", name],
    ["SHA-256", hashes.corpus],
    ...(sizes === undefined ? [] : [
      ["size", `${formatCount(sizes.bytes)} bytes, ${counted(sizes.documents, "document")}`],
      ...part("training part", sizes.train),
      ...part("validation part", sizes.valid),
      ...part("test part", sizes.test),
    ]),
    ...(from === undefined ? [] : [["started from", `weights of SHA-256 ${from.weights}`]]),
  ];
  return `## Corpus\n\n${markdownTable(["", ""], rows)}`;
}
