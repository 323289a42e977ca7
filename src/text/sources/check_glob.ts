/** Most elements that the braces of a glob may stand for, together. */
const mostAlternatives = 256;

/** Most `*` in one part of a path: the time of a match grows with their power. */
const mostStars = 3;

const longestGlob = 1000;

/**
 * What is wrong with a glob that would take long to expand or to match, undefined for nothing:
 * braces multiply, and each further `*` in a name multiplies the time by the name's length.
 */
export function checkGlob(pattern: string): string | undefined {
  if (pattern.length > longestGlob) return `is longer than ${longestGlob} characters`;
  if (/[?*+@!]\(/.test(pattern)) {
    return "is an extended glob, allowed are *, **, ?, [a-z] and {a,b}";
  }
  for (const part of pattern.split("/")) {
    if (part !== "**" && part.split("*").length - 1 > mostStars) {
      return `has more than ${mostStars} "*" in one name`;
    }
  }
  if (alternatives(pattern) > mostAlternatives) {
    return `has braces for more than ${mostAlternatives} alternatives`;
  }
  return undefined;
}

/** An upper bound of what braces stand for: nested ones count as if they stood side by side. */
function alternatives(pattern: string): number {
  const ranges = pattern.matchAll(/(-?\d+)\.\.(-?\d+)/g);
  let count = 1;
  for (const [, from, to] of ranges) count *= Math.abs(Number(to) - Number(from)) + 1;
  for (const group of pattern.split("{").slice(1)) count *= group.split(",").length;
  return count;
}
