/** A binary heap: of what was pushed, `pop` takes what comes before all others. */
export interface Heap<A> {
  readonly push: (value: A) => void;
  readonly pop: () => A | undefined;
}

export function heap<A>(isBefore: (a: A, b: A) => boolean): Heap<A> {
  const values: A[] = [];
  return {
    push: (value) => {
      let at = values.push(value) - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!isBefore(value, values[parent]!)) break;
        values[at] = values[parent]!;
        at = parent;
      }
      values[at] = value;
    },
    pop: () => {
      const first = values[0];
      const last = values.pop();
      if (values.length > 0) sink(values, last!, isBefore);
      return first;
    },
  };
}

/** Puts a value in the place of the first, then below all that come before it. */
function sink<A>(values: A[], value: A, isBefore: (a: A, b: A) => boolean): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= values.length) break;
    if (child + 1 < values.length && isBefore(values[child + 1]!, values[child]!)) child++;
    if (!isBefore(values[child]!, value)) break;
    values[at] = values[child]!;
    at = child;
  }
  values[at] = value;
}
