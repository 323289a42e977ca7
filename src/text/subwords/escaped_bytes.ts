/**
 * Any bytes as a string: what is UTF-8 as text, each other byte as half a surrogate pair,
 * U+DC80 to U+DCFF, which no text has. (Python calls this `surrogateescape`.)
 */

/** What a byte that is part of no character is added to. */
const escape = 0xdc00;

const encoder = new TextEncoder();

/** The bytes of a text: UTF-8, and those that are escaped as they are. */
export function escapedBytes(text: string): Uint8Array<ArrayBuffer> {
  if (text.isWellFormed()) return encoder.encode(text);
  const bytes = new Uint8Array(3 * text.length);
  let length = 0;
  let start = 0;
  const write = (end: number) => {
    length += encoder.encodeInto(text.slice(start, end), bytes.subarray(length)).written;
    start = end;
  };
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((unit & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
    else if (unit >= escape + 0x80 && unit <= escape + 0xff) {
      write(i);
      bytes[length++] = unit - escape;
      start = i + 1;
    }
  }
  write(text.length);
  return bytes.slice(0, length);
}

/** A byte that is part of no character, as a character of its own. */
export const escapedByte = (byte: number): string => String.fromCharCode(escape + byte);
