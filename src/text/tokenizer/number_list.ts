/** A growing list of numbers, kept in blocks so that growing copies nothing. */
export interface NumberList<A> {
  readonly push: (value: number) => void;
  /** Number of values so far. */
  readonly length: () => number;
  /** The values in one array; the list must not grow afterwards. */
  readonly finish: () => A;
}

const blockLength = 1 << 16;

/** A list of 32-bit integers. */
export const intList = (): NumberList<Int32Array<ArrayBuffer>> =>
  numberList((length) => new Int32Array(length));

/** A list of bytes. */
export const byteList = (): NumberList<Uint8Array<ArrayBuffer>> =>
  numberList((length) => new Uint8Array(length));

/** A list of 16-bit integers from 0. */
export const shortList = (): NumberList<Uint16Array<ArrayBuffer>> =>
  numberList((length) => new Uint16Array(length));

function numberList<A extends Int32Array | Uint16Array | Uint8Array>(
  make: (length: number) => A,
): NumberList<A> {
  const full: A[] = [];
  let block = make(blockLength);
  let used = 0;
  return {
    push: (value) => {
      if (used === blockLength) {
        full.push(block);
        block = make(blockLength);
        used = 0;
      }
      block[used++] = value;
    },
    length: () => full.length * blockLength + used,
    finish: () => {
      const all = make(full.length * blockLength + used);
      full.forEach((values, index) => all.set(values, index * blockLength));
      all.set(block.subarray(0, used), full.length * blockLength);
      return all;
    },
  };
}
