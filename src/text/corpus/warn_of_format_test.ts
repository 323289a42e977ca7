import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "@std/testing/bdd";
import { Effect, Logger } from "effect";
import { inFolder } from "../../run/test_support.ts";
import { warnOfFormat } from "./warn_of_format.ts";

it(
  "warnOfFormat names the first file that looks like a table, and how many more do",
  inFolder(async (folder) => {
    const files = ["prose.txt", "a.csv", "b.csv", "c.csv"].map((name) => {
      const path = join(folder, name);
      writeFileSync(path, name === "prose.txt" ? "It rained.\n" : "id,text\n1,It rained.\n");
      return { name, path, gzip: false, part: undefined };
    });
    const warned = (count: number, format: "text" | { csv: string; delimiter: string }) => {
      const said: unknown[] = [];
      const logger = Logger.make(({ message }) => void said.push(message));
      return warnOfFormat(files.slice(0, count), format, "--format").pipe(
        Effect.provide(Logger.layer([logger])),
        Effect.runPromise,
      ).then(() => said.flat().join("\n"));
    };
    const rest = 'looks like CSV (columns "id", "text") and is read as text, ' +
      "with everything around the text; --format csv=COLUMN reads one column";
    assert.equal(await warned(1, "text"), "");
    assert.equal(await warned(2, "text"), `a.csv ${rest}`);
    assert.equal(await warned(3, "text"), `a.csv (and 1 more) ${rest}`);
    assert.equal(await warned(4, "text"), `a.csv (and 2 more) ${rest}`);
    assert.equal(await warned(4, { csv: "text", delimiter: "," }), "");
  }),
);
