import type { hash as nodeHash } from "node:crypto";

/**
 * Stands in for `node:crypto` in a browser: sentences are hashed to divide a corpus, and a page has
 * none.
 */
export const hash: typeof nodeHash = () => {
  throw new Error("A page has no corpus to divide");
};
