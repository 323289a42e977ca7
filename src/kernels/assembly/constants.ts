// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * Constants of the functions in exponential.ts and hash.ts: a kernel takes one, four times over,
 * with one load. Written as literals in a loop they would cost three instructions each, since
 * engines don't move them out of it. The polynomials are minimax fits (least squares, reweighted
 * until the error is level) with coefficients rounded to float32; the error of each is below 2^−26,
 * that of the power of 2 below 2^−23.
 */

const floats = memory.data<f32>([
  1,
  2,
  // 1.5 · 2^23: adding it rounds a small float32 to an integer, kept in the low bits
  12582912,
  1.44269504,
  // ln 2 in two parts; the first has 9 bits, so that its product with an exponent is exact
  0.693359375,
  -2.12194440e-4,
  // (exp(r) − 1 − r) / r² for |r| ≤ ln(2)/2
  0.4999999403953552,
  0.1666651964187622,
  0.04166840389370918,
  0.00836889911442995,
  0.001381422160193324,
  // where exp becomes 0 and Infinity
  -104,
  89,
  // above this a power of 2 is a normal number
  -126,
  // below this exp is not a normal number
  -87.33654,
  // 2 log2(e), and twenty of it by two: above it tanh is 1
  2.88539008,
  28.8539008,
  // (tanh(x)/x − 1) / x² in x², for |x| < 0.625
  -0.3333328068256378,
  0.13331441581249237,
  -0.05373971536755562,
  0.0206390880048275,
  -0.005704986862838268,
  0.625,
  // (log((1 + s)/(1 − s)) − 2s) / s³ in s²
  0.6666665077209473,
  0.4000294804573059,
  0.28423941135406494,
  0.2509089410305023,
  // (2^f − 1) / f for |f| ≤ ½
  0.6931470036506653,
  0.24022242426872253,
  0.05550733581185341,
  0.009671512991189957,
  0.001326472731307149,
]);

/** Places in the table above. */
export const enum Float {
  one, two, rounder, log2e, ln2High, ln2Low,
  exp0, exp1, exp2, exp3, exp4, expLowest, expHighest, powerLowest, normalLowest,
  log2eTwice, powerModerate,
  tanh0, tanh1, tanh2, tanh3, tanh4, tanhSmall,
  log0, log1, log2, log3,
  power0, power1, power2, power3, power4,
}

@inline
export function float(place: Float): v128 {
  return v128.load32_splat(floats + ((<usize> place) << 2));
}

const integers = memory.data<u32>([
  // sign bit, exponent's bias, bits of Float.rounder, bits of √½, bits of a mantissa
  0x80000000,
  127,
  0x4B400000,
  0x3F3504F3,
  0x007FFFFF,
  // the hash's multipliers and its step
  0x7FEB352D,
  0x846CA68B,
  0x85EBCA6B,
]);

/** Places in the table above. */
export const enum Integer {
  sign, bias, rounder, rootHalf, mantissa, multiplier0, multiplier1, step,
}

@inline
export function integer(place: Integer): v128 {
  return v128.load32_splat(integers + ((<usize> place) << 2));
}
