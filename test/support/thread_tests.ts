/** The threads of `deno task test`: which test files each of `test/threads` runs. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./program.ts";

/** How many threads share the tests that cross concepts: more threads than most processors have. */
const shares = 10;

/** The test files in a folder of the repository and below, as paths in the repository, in order. */
export const testFilesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("_test.ts") && !name.includes("node_modules"))
    .map((name) => join(folder, name))
    .sort();

/** Those of `test` and `pipelines` that are in a share, from 1 on; neighbours are in different ones. */
export const testFilesOfShare = (share: number): readonly string[] =>
  ["pipelines", "test"].flatMap(testFilesIn).filter((_, i) => i % shares === share - 1);

/**
 * Registers the tests of some files as if they were in the calling one. Deno gives each file that it is
 * told to test a thread of its own, which loads Effect anew: that takes half a second, mostly more
 * than the file's tests.
 */
export async function runHere(files: readonly string[]): Promise<void> {
  for (const file of files) await import(pathToFileURL(join(root, file)).href);
}
