/** Stands in for src/base/program_files.ts in a package: what was TypeScript is JavaScript there. */
import type * as files from "../../src/base/program_files.ts";

/** Set when the package is built. */
declare const CODE_HASH: string;

// All of what is built from several modules lies in a folder of the package, and so does this.
export const programFile: typeof files.programFile = (path) =>
  new URL(`../${path.replace(/\.ts$/, ".js")}`, import.meta.url);

export const builtCode: typeof files.builtCode = CODE_HASH;
