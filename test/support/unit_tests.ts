/** The tests that stand beside the files they test, run in one thread for each folder. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./program.ts";

/**
 * Registers all tests in a folder of the repository, as if they were in the calling file. Deno gives
 * each file that it is told to test a thread of its own, which loads Effect anew: that takes half a
 * second, mostly more than the file's tests.
 */
export async function unitTestsIn(folder: string): Promise<void> {
  for (const file of testFilesIn(folder)) await import(pathToFileURL(join(root, file)).href);
}

/** The test files in a folder of the repository, as paths in the repository, in order. */
export const testFilesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("_test.ts") && !name.includes("node_modules"))
    .map((name) => join(folder, name))
    .sort();
