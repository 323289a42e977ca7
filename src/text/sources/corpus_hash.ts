import { createHash } from "node:crypto";
import { corpusFailure } from "./corpus_failure.ts";
import { readFileBytes } from "./read_bytes.ts";
import type { SourceFile } from "./source_files.ts";

/** What identifies a corpus: SHA-256 in hexadecimal, and its size on disk in bytes. */
export interface CorpusIdentity {
  readonly hash: string;
  readonly bytes: number;
}

/**
 * SHA-256 over every file in reading order: its bytes as they lie on disk, then their number
 * (8 bytes, little-endian), then one byte for its part (0 none, 1 train, 2 valid, 3 test) and one
 * for gzip. Names do not enter, so a corpus that moves keeps its hash.
 */
export async function corpusIdentity(files: readonly SourceFile[]): Promise<CorpusIdentity> {
  const hash = createHash("sha256");
  let bytes = 0;
  for (const file of files) {
    let length = 0;
    try {
      for await (const chunk of readFileBytes(file.path)) {
        hash.update(chunk);
        length += chunk.length;
      }
    } catch (error) {
      throw corpusFailure(file.name)(error);
    }
    const trailer = new DataView(new ArrayBuffer(10));
    trailer.setBigUint64(0, BigInt(length), true);
    trailer.setUint8(8, file.part === undefined ? 0 : { train: 1, valid: 2, test: 3 }[file.part]);
    trailer.setUint8(9, file.gzip ? 1 : 0);
    hash.update(new Uint8Array(trailer.buffer));
    bytes += length;
  }
  return { hash: hash.digest("hex"), bytes };
}
