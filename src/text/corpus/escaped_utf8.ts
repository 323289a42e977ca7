import { escapedByte } from "../subwords/escaped_bytes.ts";
import { firstInvalid, incompleteTail } from "./utf8.ts";

/**
 * Decodes bytes of any kind that come in chunks cut anywhere: what is UTF-8 as text, each byte that
 * is part of no character escaped (`escaped_bytes.ts`). Nothing is dropped.
 */
export async function* decodeEscaped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let carry = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = new Uint8Array(carry.length + chunk.length);
    bytes.set(carry);
    bytes.set(chunk, carry.length);
    const whole = bytes.length - incompleteTail(bytes);
    carry = bytes.slice(whole);
    yield decode(bytes.subarray(0, whole));
  }
  if (carry.length > 0) yield decode(carry);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function decode(bytes: Uint8Array): string {
  let text = "";
  let rest = bytes;
  while (rest.length > 0) {
    const valid = firstInvalid(rest);
    if (valid > 0) text += decoder.decode(rest.subarray(0, valid));
    if (valid < rest.length) text += escapedByte(rest[valid]!);
    rest = rest.subarray(valid + 1);
  }
  return text;
}
