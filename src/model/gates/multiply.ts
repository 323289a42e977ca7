/** W·x: a matrix times a vector. The matrix is row-major with x.length columns. */
export const multiply = {
  name: "multiply",

  /** z (rows) = W (rows × columns) · x (columns). */
  forward(W: Float64Array, x: Float64Array): Float64Array {
    const columns = x.length;
    const z = new Float64Array(W.length / columns);
    for (let i = 0; i < z.length; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += W[i * columns + j]! * x[j]!;
      z[i] = sum;
    }
    return z;
  },

  /** dW += dz ⊗ x, summed over the time steps in place; returns dx = Wᵀ·dz. */
  backward(dz: Float64Array, W: Float64Array, x: Float64Array, dW: Float64Array): Float64Array {
    const columns = x.length;
    const dx = new Float64Array(columns);
    for (let i = 0; i < dz.length; i++) {
      const d = dz[i]!;
      for (let j = 0; j < columns; j++) {
        dW[i * columns + j]! += d * x[j]!;
        dx[j]! += W[i * columns + j]! * d;
      }
    }
    return dx;
  },
};
