/** Bytes of Base64 text; megabytes are decoded part by part, as `atob` makes a string of each. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array(text.length / 4 * 3 - padding);
  for (let from = 0; from < text.length; from += partLength) {
    const part = atob(text.slice(from, from + partLength));
    const to = from / 4 * 3;
    for (let i = 0; i < part.length; i++) bytes[to + i] = part.charCodeAt(i);
  }
  return bytes;
}

/** Characters of a part: four of them are three bytes. */
const partLength = 4 * 2 ** 18;
