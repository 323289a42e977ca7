import { tokenBytes } from "./byte_characters.ts";

/**
 * Writes tokens of bytes as text: each call returns what a token adds. The bytes of a character
 * that is not whole yet wait for the rest; what is part of no character becomes U+FFFD.
 */
export function byteSpeller(): (token: string, begins: boolean) => string {
  const newDecoder = () => new TextDecoder("utf-8", { ignoreBOM: true });
  let decoder = newDecoder();
  return (token, begins) => {
    if (begins) decoder = newDecoder();
    return decoder.decode(tokenBytes(token) ?? new TextEncoder().encode(token), { stream: true });
  };
}
