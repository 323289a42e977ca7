import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import type { CorpusFormat } from "../sources/schema.ts";
import { describeFormat } from "./describe_format.ts";

it("describeFormat writes a format as a config does, without its defaults", () => {
  const formats: readonly (readonly [format: CorpusFormat, written: string])[] = [
    ["text", "text"],
    ["lines", "lines"],
    [{ jsonl: "body" }, '{ jsonl: "body" }'],
    [{ csv: "body", delimiter: "," }, '{ csv: "body" }'],
    [{ csv: 2, delimiter: "\t", quote: "none" }, '{ csv: 2, delimiter: "\\t", quote: none }'],
  ];
  for (const [format, written] of formats) assert.equal(describeFormat(format), written);
});
