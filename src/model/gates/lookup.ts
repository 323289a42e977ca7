/** W·x for a one-hot x: column `token` of the matrix, which has `columns` columns. */
export const lookup = {
  name: "lookup",

  /** z (rows) = column `token` of W (rows × columns). */
  forward(W: Float64Array, columns: number, token: number): Float64Array {
    const z = new Float64Array(W.length / columns);
    for (let i = 0; i < z.length; i++) z[i] = W[i * columns + token]!;
    return z;
  },

  /** Column `token` of dW += dz; a token has no gradient. */
  backward(dz: Float64Array, columns: number, token: number, dW: Float64Array): void {
    for (let i = 0; i < dz.length; i++) dW[i * columns + token]! += dz[i]!;
  },
};
