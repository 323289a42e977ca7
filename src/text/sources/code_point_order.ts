/**
 * Order of two strings by code points: what UTF-8 bytes sort by, and unlike `<` also where a
 * surrogate pair (above U+FFFF) meets a character between U+E000 and U+FFFF.
 */
export function byCodePoint(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i), y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Code units with the surrogates moved above all others, which puts pairs in code-point order. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
