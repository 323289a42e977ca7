import type { Finding } from "../../config/findings.ts";

/** A finding below `space` of a sweep's file. */
export const wrongInSpace = (
  path: readonly string[],
  message: string,
  what: Finding["what"] = "value",
): Finding => ({ path: ["space", ...path], what, message });
