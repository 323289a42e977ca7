/** Finds the line of an offset in a text that is read in chunks. */
export interface LineCounter {
  /** Takes the next bytes of the text. They are kept until they are counted. */
  readonly push: (bytes: Uint8Array) => void;
  /**
   * The line (from 1) of the first byte from `offset` on that is no line break itself. Offsets must
   * not fall, and what lies before one must have been pushed.
   */
  readonly lineFrom: (offset: number) => number;
}

const lineFeed = 10, carriageReturn = 13;

/** A line ends with LF, CRLF or CR. */
export function lineCounter(): LineCounter {
  const held: Uint8Array[] = [];
  let start = 0; // offset of the first that is held
  let at = 0;
  let line = 1;
  let afterReturn = false;
  return {
    push: (bytes) => void held.push(bytes),
    lineFrom: (offset) => {
      for (let bytes = held[0]; bytes !== undefined; bytes = held[0]) {
        while (at < start + bytes.length) {
          const byte = bytes[at - start];
          const breaks = byte === lineFeed || byte === carriageReturn;
          if (at >= offset && !breaks) return line;
          if (breaks && !(byte === lineFeed && afterReturn)) line++;
          afterReturn = byte === carriageReturn;
          at++;
        }
        start += bytes.length;
        held.shift();
      }
      return line;
    },
  };
}
