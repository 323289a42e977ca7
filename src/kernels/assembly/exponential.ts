// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * exp, log, sigmoid and tanh of four float32 lanes, to a few units in the last place over the whole
 * range of normal numbers; NaN goes through. The constants are in constants.ts.
 */
import { Float, float, Integer, integer } from "./constants";

/** a·b + c, rounded twice. */
@inline
function muladd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

/** exp(r) for |r| ≤ ln(2)/2: 1 + (r + r²·q(r)). */
@inline
function expReduced(r: v128): v128 {
  let q = muladd(float(Float.exp4), r, float(Float.exp3));
  q = muladd(q, r, float(Float.exp2));
  q = muladd(q, r, float(Float.exp1));
  q = muladd(q, r, float(Float.exp0));
  return f32x4.add(muladd(f32x4.mul(r, r), q, r), float(Float.one));
}

/** x·log2(e) rounded to an integer n, with the rounder still added: n is in the low bits. */
@inline
function roundedExponent(x: v128): v128 {
  return muladd(x, float(Float.log2e), float(Float.rounder));
}

/** x − n·ln 2 for a {@link roundedExponent}. */
@inline
function reduced(x: v128, rounded: v128): v128 {
  const n = f32x4.sub(rounded, float(Float.rounder));
  const high = f32x4.sub(x, f32x4.mul(n, float(Float.ln2High)));
  return f32x4.sub(high, f32x4.mul(n, float(Float.ln2Low)));
}

/** exp(x): Infinity above 88.72, gradual underflow to 0 below −87.3. */
@inline
export function expLanes(x: v128): v128 {
  // pmax and pmin give their first argument where it is NaN
  const bounded = f32x4.pmin(f32x4.pmax(x, float(Float.expLowest)), float(Float.expHighest));
  const rounded = roundedExponent(bounded);
  const p = expReduced(reduced(bounded, rounded));
  // 2^n in two factors, as n may lie outside −126…127: the first product is exact
  const n = i32x4.sub(rounded, integer(Integer.rounder));
  const half = i32x4.shr_s(n, 1);
  const bias = integer(Integer.bias);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(n, half), bias), 23);
  return f32x4.mul(f32x4.mul(p, first), second);
}

/**
 * 2^power for −126 ≤ power ≤ 127 to 1.2e−7 and half a unit of `power`'s last place; not for NaN
 * with bits set that arithmetic leaves unset.
 */
@inline
function powerOfTwo(power: v128): v128 {
  const rounded = f32x4.add(power, float(Float.rounder));
  const f = f32x4.sub(power, f32x4.sub(rounded, float(Float.rounder)));
  let q = muladd(float(Float.power4), f, float(Float.power3));
  q = muladd(q, f, float(Float.power2));
  q = muladd(q, f, float(Float.power1));
  q = muladd(q, f, float(Float.power0));
  // the low bits of `rounded` are n: adding them to the exponent's field multiplies by 2^n
  return i32x4.add(muladd(q, f, float(Float.one)), i32x4.shl(rounded, 23));
}

/**
 * exp(x) for x ≤ 0 that isn't NaN, as a power of 2; anything below −87.3 is as −87.3 (1.2e−38). The
 * relative error is below 2e−7 near 0 and grows with |x|, by 6e−8 for each unit: what the terms of
 * a softmax may have, whose largest is exp(0).
 */
@inline
export function expNegative(x: v128): v128 {
  return powerOfTwo(f32x4.pmax(f32x4.mul(x, float(Float.log2e)), float(Float.powerLowest)));
}

/**
 * exp(x) for x ≤ 0 to a few units in the last place; 0 below −87.3, where it would not be a normal
 * number.
 */
@inline
function expNormal(x: v128): v128 {
  const bounded = f32x4.pmax(x, float(Float.normalLowest));
  const rounded = roundedExponent(bounded);
  const e = i32x4.add(expReduced(reduced(bounded, rounded)), i32x4.shl(rounded, 23));
  return v128.andnot(e, f32x4.lt(x, float(Float.normalLowest)));
}

/**
 * exp(2x) for 0 ≤ x that isn't NaN, for tanh: its relative error grows with x; anything above 20 is
 * as 20.
 */
@inline
function expTwice(x: v128): v128 {
  return powerOfTwo(f32x4.pmin(f32x4.mul(x, float(Float.log2eTwice)), float(Float.powerModerate)));
}

/** 1 / (1 + exp(−x)), by e = exp(−|x|) so that neither side loses digits; 0 below −87.3. */
@inline
export function sigmoidLanes(x: v128): v128 {
  const one = float(Float.one);
  const e = expNormal(v128.or(x, integer(Integer.sign)));
  const result = f32x4.div(v128.bitselect(e, one, i32x4.shr_s(x, 31)), f32x4.add(one, e));
  // a NaN's bits would be taken for a power of two
  return v128.bitselect(result, x, f32x4.eq(x, x));
}

/**
 * tanh(x): x + x³·q(x²) for |x| < 0.625, else 1 − 2/(exp(2|x|) + 1) with x's sign; 1 from |x| =
 * 9.02 on.
 */
@inline
export function tanhLanes(x: v128): v128 {
  const one = float(Float.one);
  const size = f32x4.abs(x);
  const e = expTwice(size);
  const large = f32x4.sub(one, f32x4.div(float(Float.two), f32x4.add(e, one)));
  const z = f32x4.mul(x, x);
  let q = muladd(float(Float.tanh4), z, float(Float.tanh3));
  q = muladd(q, z, float(Float.tanh2));
  q = muladd(q, z, float(Float.tanh1));
  q = muladd(q, z, float(Float.tanh0));
  const small = muladd(x, f32x4.mul(z, q), x);
  const signed = v128.or(large, v128.and(x, integer(Integer.sign)));
  // NaN goes the small way
  return v128.bitselect(signed, small, f32x4.ge(size, float(Float.tanhSmall)));
}

/**
 * Natural logarithm: x = 2^n · m, √½ ≤ m < √2, f = m − 1, s = f/(2 + f),
 * log m = f − (f²/2 − s·(f²/2 + s²·p(s²))). log 0 = −Infinity, of a negative number NaN.
 */
@inline
export function logLanes(x: v128): v128 {
  const subnormal = f32x4.lt(x, f32x4.splat(1.1754944e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, subnormal);
  // less the bits of √½ the exponent's field is n for m in √½…√2
  const moved = i32x4.sub(scaled, integer(Integer.rootHalf));
  let n = f32x4.convert_i32x4_s(i32x4.shr_s(moved, 23));
  n = f32x4.sub(n, v128.and(subnormal, f32x4.splat(23)));
  const m = i32x4.add(v128.and(moved, integer(Integer.mantissa)), integer(Integer.rootHalf));
  const f = f32x4.sub(m, float(Float.one));
  const s = f32x4.div(f, f32x4.add(f, float(Float.two)));
  const z = f32x4.mul(s, s);
  let p = muladd(float(Float.log3), z, float(Float.log2));
  p = muladd(p, z, float(Float.log1));
  p = muladd(p, z, float(Float.log0));
  const halfSquare = f32x4.mul(f32x4.mul(f, f), f32x4.splat(0.5));
  const inner = f32x4.mul(s, muladd(z, p, halfSquare));
  const low = muladd(n, float(Float.ln2Low), inner);
  const sum = f32x4.sub(f, f32x4.sub(halfSquare, low));
  let y = muladd(n, float(Float.ln2High), sum);
  const infinity = f32x4.splat(Infinity);
  y = v128.bitselect(f32x4.neg(infinity), y, f32x4.eq(x, f32x4.splat(0)));
  y = v128.bitselect(f32x4.splat(NaN), y, f32x4.lt(x, f32x4.splat(0)));
  // Infinity and NaN stand for themselves
  return v128.bitselect(y, x, f32x4.lt(x, infinity));
}
