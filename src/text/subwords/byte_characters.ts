/**
 * Each of the 256 bytes as a printable character, as GPT-2 and Hugging Face's `ByteLevel` write
 * them: those that are printable in Latin-1 stand for themselves, the others, in order, are the
 * characters from U+0100 on.
 */

const isPrintable = (byte: number): boolean =>
  (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);

/** The character of each byte. */
export const byteCharacters: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    return String.fromCharCode(isPrintable(byte) ? byte : next++);
  });
})();

/** The characters of all bytes from the lowest code point to the highest: the first tokens. */
export const byteAlphabet: readonly string[] = byteCharacters.toSorted();

const bytes = new Map(byteCharacters.map((character, byte) => [character, byte]));

/** The byte of a character; undefined for one that stands for none. */
export const byteOf = (character: string): number | undefined => bytes.get(character);

/** The bytes of a token; undefined where a character of it stands for none. */
export function tokenBytes(token: string): Uint8Array<ArrayBuffer> | undefined {
  const found = new Uint8Array(token.length);
  for (let i = 0; i < token.length; i++) {
    const byte = bytes.get(token[i]!);
    if (byte === undefined) return undefined;
    found[i] = byte;
  }
  return found;
}
