import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";

/** A byte that is part of no character. */
export class NotUtf8 extends InputError.extend<NotUtf8>("NotUtf8")({
  _tag: Schema.tag("NotUtf8"),
  file: Schema.String,
  line: Schema.Number,
  byte: Schema.Number,
  offset: Schema.Number,
}) {
  override get message(): string {
    const { file, line, byte, offset } = this;
    return `${file}:${line}: Not UTF-8: byte 0x${byte.toString(16).padStart(2, "0")} at offset ` +
      `${offset} is part of no character; expected UTF-8 text` +
      // A byte order mark of UTF-16; no text in another common encoding begins so.
      (offset === 0 && byte >= 0xfe ? ", got UTF-16 as it seems: convert it to UTF-8 first" : "");
  }
}

/**
 * Decodes UTF-8 that comes in chunks cut anywhere; a byte order mark at the start is dropped. After
 * the text before the first byte that is not UTF-8, the next call throws a {@link NotUtf8} with its
 * line and offset. `name` is the file as messages name it.
 */
export function utf8Decoder(name: string): {
  readonly push: (chunk: Uint8Array) => string;
  readonly end: () => void;
} {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let carry = new Uint8Array(0);
  let offset = 0; // of the first byte not yet decoded
  let line = 1;
  let first = true;

  let failure: NotUtf8 | undefined;

  const failureAt = (bytes: Uint8Array, at: number): NotUtf8 =>
    new NotUtf8({
      file: name,
      line: line + countLineBreaks(bytes.subarray(0, at)),
      byte: bytes[at] ?? 0,
      offset: offset + at,
    });
  const decode = (bytes: Uint8Array, whole: Uint8Array): string => {
    try {
      return decoder.decode(whole);
    } catch {
      const at = firstInvalid(bytes);
      failure = failureAt(bytes, at);
      return decoder.decode(bytes.subarray(0, at));
    }
  };

  return {
    push: (chunk) => {
      if (failure !== undefined) throw failure;
      const bytes = carry.length === 0 ? chunk : concat(carry, chunk);
      const whole = bytes.subarray(0, bytes.length - incompleteTail(bytes));
      const text = decode(bytes, whole);
      line += countLineBreaks(whole);
      offset += whole.length;
      carry = bytes.slice(whole.length);
      if (first && text.length > 0) {
        first = false;
        if (text.charCodeAt(0) === 0xfeff) return text.slice(1);
      }
      return text;
    },
    end: () => {
      if (failure !== undefined) throw failure;
      if (carry.length > 0) throw failureAt(carry, 0);
    },
  };
}

/** {@link utf8Decoder} over a whole stream of bytes. */
export async function* decodeUtf8(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = utf8Decoder(name);
  for await (const chunk of chunks) yield decoder.push(chunk);
  decoder.end();
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function countLineBreaks(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

/** Bytes that a character starting with this byte has; 0 for a byte that starts none. */
function lengthFrom(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

/** Bytes at the end (0 to 3) that may be the start of a character whose rest is still to come. */
export function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) !== 0x80) return lengthFrom(byte) > back ? back : 0;
  }
  return 0;
}

/** Index of the first byte of the first sequence that is not a character (Unicode, table 3-7). */
export function firstInvalid(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i] ?? 0;
    const length = lengthFrom(lead);
    if (length === 0) return i;
    for (let k = 1; k < length; k++) {
      const byte = bytes[i + k];
      if (byte === undefined) return i;
      const low = k > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = k > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (byte < low || byte > high) return i;
    }
    i += length;
  }
  return bytes.length;
}
