import type { joinsVectors as joins } from "../../src/base/runtime.ts";

/** Stands in for src/base/runtime.ts in a browser, which takes no options of V8. */
export const joinsVectors: typeof joins = () => false;
