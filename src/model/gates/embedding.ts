/** Row `token` of an embedding table (vocabulary × size): the transpose of {@link lookup}. */
export const embedding = {
  name: "embedding",

  forward(table: Float64Array, size: number, token: number): Float64Array {
    return table.slice(token * size, (token + 1) * size);
  },

  /** Row `token` of dTable += dz. */
  backward(dz: Float64Array, size: number, token: number, dTable: Float64Array): void {
    for (let i = 0; i < size; i++) dTable[token * size + i]! += dz[i]!;
  },
};
