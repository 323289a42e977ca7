import { open, stat } from "node:fs/promises";
import { Data } from "effect";

/** A pipe or a device where a plain file should be. */
export class NotPlainFile extends Data.TaggedError("NotPlainFile")<{ readonly path: string }> {}

/**
 * The first bytes of a file, at most `most` and one more, which shows that it is larger. With
 * `plain`, a pipe or a device, which might never give a byte, is refused before it is opened.
 *
 * Rejects as node:fs does, and with a {@link NotPlainFile}.
 */
export async function readBounded(
  path: string,
  most: number,
  { plain = false }: { readonly plain?: boolean } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (plain) {
    const status = await stat(path);
    if (!status.isFile() && !status.isDirectory()) throw new NotPlainFile({ path });
  }
  const file = await open(path, "r");
  try {
    const bytes = new Uint8Array(most + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}
