/** What a glob may hold. */
export const globLimits = {
  /** Elements that its braces stand for, together. */
  alternatives: 256,
  /** `*` in one part of a path: the time of a match grows with their power. */
  stars: 3,
  characters: 1000,
} as const;

/** Why a glob is refused before it is expanded. */
export type GlobFault = "too long" | "extended" | "too many stars" | "too many alternatives";

/**
 * What is wrong with a glob that would take long to expand or to match, undefined for nothing:
 * braces multiply, and each further `*` in a name multiplies the time by the name's length.
 */
export function checkGlob(pattern: string): GlobFault | undefined {
  if (pattern.length > globLimits.characters) return "too long";
  if (/[?*+@!]\(/.test(pattern)) return "extended";
  const stars = pattern.split("/").map((part) => part === "**" ? 0 : part.split("*").length - 1);
  if (Math.max(...stars) > globLimits.stars) return "too many stars";
  if (alternatives(pattern) > globLimits.alternatives) return "too many alternatives";
  return undefined;
}

/** An upper bound on what braces expand to: nested ones count as if they were side by side. */
function alternatives(pattern: string): number {
  const ranges = pattern.matchAll(/(-?\d+)\.\.(-?\d+)/g);
  let count = 1;
  for (const [, from, to] of ranges) count *= Math.abs(Number(to) - Number(from)) + 1;
  for (const group of pattern.split("{").slice(1)) count *= group.split(",").length;
  return count;
}
