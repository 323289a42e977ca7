/** The project's own code, for tests that hold rules over it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./program.ts";

export interface Source {
  /** Path from the root. */
  readonly file: string;
  readonly code: string;
}

/** Tests, and what only tests use. */
const ofTests = /_test\.ts$|\/test_\w+\.ts$/;

/** The sources of a folder, those of tests and of packages left out. */
export function sources(folder: string): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sources(file);
    if (!file.endsWith(".ts") || ofTests.test(file)) return [];
    return [{ file, code: readFileSync(join(root, file), "utf8") }];
  });
}
