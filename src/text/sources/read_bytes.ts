import { open } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import type { SourceFile } from "./source_files.ts";

/** Bytes of one read; memory stays at a few of these whatever the file's size. */
export const chunkBytes = 1 << 18;

/**
 * Text packs to a quarter, repetitive logs to a fiftieth; gzip itself can reach a thousandth. What
 * unpacks to more than `most` times its size and to more than `free` bytes is no text.
 */
const unpacking = { most: 200, free: 1 << 26 };

/** A small file that unpacks without end. */
class UnpacksTooFar extends InputError.extend<UnpacksTooFar>("UnpacksTooFar")({
  _tag: Schema.tag("UnpacksTooFar"),
  name: Schema.String,
  /** What was unpacked when it was given up. */
  bytes: Schema.Number,
}) {
  override get message(): string {
    return `${this.name}: Unpacks to more than ${unpacking.most} times its size, which is not a text; ` +
      "to read it anyway, unpack it first";
  }
}

/**
 * The bytes of a file as they lie on disk, `chunkBytes` at a time. The chunk is reused: copy what
 * you keep.
 */
export async function* readFileBytes(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(chunkBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/**
 * The text bytes of a source: unpacked where it is gzip (any number of members). `onBytes` hears of
 * the bytes read from disk. Throws an {@link UnpacksTooFar} for a small file that unpacks without
 * end.
 */
export async function* readBytes(
  source: SourceFile,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  if (!source.gzip) {
    for await (const chunk of readFileBytes(source.path)) {
      onBytes(chunk.length);
      yield chunk;
    }
    return;
  }
  const packed = createReadStream(source.path, { highWaterMark: chunkBytes });
  let read = 0;
  packed.on("data", (chunk: string | Uint8Array) => {
    read += chunk.length;
    onBytes(chunk.length);
  });
  // A failure of either stream reaches the loop below, so the callback has nothing to add.
  const text = pipeline(packed, createGunzip({ chunkSize: chunkBytes }), () => {});
  let unpacked = 0;
  for await (const chunk of text as AsyncIterable<Uint8Array>) {
    unpacked += chunk.length;
    if (unpacked > unpacking.free && unpacked > unpacking.most * read) {
      throw new UnpacksTooFar({ name: source.name, bytes: unpacked });
    }
    yield chunk;
  }
}
