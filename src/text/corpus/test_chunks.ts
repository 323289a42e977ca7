import fc from "fast-check";

/** Any character: a code point that is no surrogate. */
export const anyCharacter = fc.integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((n) => String.fromCodePoint(n < 0xd800 ? n : n + 0x800));

/** A text in pieces cut at the given places (any numbers), none within a surrogate pair. */
export async function* inChunks(text: string, cuts: readonly number[]): AsyncGenerator<string> {
  const characters = Array.from(text);
  const places = cuts.map((cut) => cut % (characters.length + 1)).sort((a, b) => a - b);
  let start = 0;
  for (const end of [...places, characters.length]) {
    yield characters.slice(start, end).join("");
    start = end;
    await Promise.resolve();
  }
}

/** All elements of a stream of arrays. */
export async function flat<A>(chunks: AsyncIterable<readonly A[]>): Promise<A[]> {
  const all: A[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}
