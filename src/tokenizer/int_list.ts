/** A growing list of 32-bit integers, kept in blocks so that growing copies nothing. */
export interface IntList {
  readonly push: (value: number) => void;
  /** Number of values so far. */
  readonly length: () => number;
  /** The values in one array; the list must not grow afterwards. */
  readonly finish: () => Int32Array;
}

const blockLength = 1 << 16;

export function intList(): IntList {
  const full: Int32Array[] = [];
  let block = new Int32Array(blockLength);
  let used = 0;
  return {
    push: (value) => {
      if (used === blockLength) {
        full.push(block);
        block = new Int32Array(blockLength);
        used = 0;
      }
      block[used++] = value;
    },
    length: () => full.length * blockLength + used,
    finish: () => {
      const all = new Int32Array(full.length * blockLength + used);
      full.forEach((values, index) => all.set(values, index * blockLength));
      all.set(block.subarray(0, used), full.length * blockLength);
      return all;
    },
  };
}
