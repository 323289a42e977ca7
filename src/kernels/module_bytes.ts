import { readFileSync } from "node:fs";
import { programFile } from "../base/program_files.ts";

/** The bytes of a module of this folder. A page in a browser has them in itself instead. */
export const moduleBytes = (file: string): Uint8Array<ArrayBuffer> =>
  readFileSync(programFile(`src/kernels/${file}`));
