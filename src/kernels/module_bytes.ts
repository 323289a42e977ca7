import { readFileSync } from "node:fs";

/** The bytes of a module of this folder. A page in a browser has them in itself instead. */
export const moduleBytes = (file: string): Uint8Array<ArrayBuffer> =>
  readFileSync(new URL(file, import.meta.url));
