/**
 * A tape: a chain of row operations that one kernel call runs over many rows, so that a cell's
 * pointwise gates are one pass and their temporaries stay in the first-level cache.
 *
 * An instruction is 16 int32 words:
 *
 *   0 operation (low 8 bits) | accumulate << 8     1 columns
 *   2–4 destination   5–7 a   8–10 b   11–13 c     each: base (bytes), row stride (bytes), class
 *   14–15 two float32 constants (or one int32 salt in 15)
 *
 * Operand row r of class k < 7 is at base + (starts[k] + r)·stride; of class `scratch` (7) at
 * scratch + base + (r − first row of the block)·stride. Stride 0 is one vector for all rows.
 * With `accumulate` the result is added to the destination.
 */
export const tapeWords = 16;
export const scratchClass = 7;

/** Operations; y is an output, dy its gradient. Numbers are shared with the kernel. */
export const Operation = {
  add: 0, // a + b
  subtract: 1, // a − b
  multiply: 2, // a · b
  divide: 3, // a / b
  affine: 4, // constant0 · a + constant1
  copy: 5, // a
  fill: 6, // constant0
  sigmoid: 7,
  tanh: 8,
  relu: 9,
  softsign: 10, // a / (1 + |a|)
  exp: 11,
  log: 12,
  softmax: 13, // over the columns of a row
  layernorm: 14, // (a − mean) / √(variance + constant0) over the columns of a row, biased variance
  dropout: 15, // a · mask / (1 − constant0); b: an int32 key a row (see random/), word 15: the salt
  sigmoidGradient: 16, // a = dy, b = y: dy · y · (1 − y)
  tanhGradient: 17, // a = dy, b = y: dy · (1 − y²)
  reluGradient: 18, // a = dy, b = y: y > 0 ? dy : 0
  softsignGradient: 19, // a = dy, b = y: dy · (1 − |y|)²
  softmaxGradient: 20, // a = dy, b = y: y · (dy − Σ dy·y)
  // a = dy, b = y, c = x: rstd · (dy − mean(dy) − y · mean(dy · y)), rstd from x
  layernormGradient: 21,
} as const;
