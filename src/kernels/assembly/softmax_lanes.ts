// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** The softmax's steps on four tokens of a column each. */
import { negligibleGradient } from "../tuning";

/**
 * What `tops` keeps of a token: its largest logit, NaN once one is NaN or Infinity; −Infinity is no
 * more than small.
 */
@inline
export function topOf(top: v128, odd: v128): v128 {
  return v128.bitselect(f32x4.splat(NaN), top, v128.or(odd, f32x4.eq(top, f32x4.splat(Infinity))));
}

/** All bits where a logit is NaN, else none. */
@inline
export function oddness(logit: v128): v128 {
  return f32x4.ne(logit, logit);
}

/**
 * What is subtracted from a block's logits: the largest, or of a block of nothing but −Infinity a
 * finite number.
 */
@inline
export function shiftOf(top: v128): v128 {
  return f32x4.pmax(top, f32x4.splat(-3.4028234663852886e38));
}

/** What adding `b` to `a` loses, their sum being `sum` (Knuth). */
@inline
export function lostIn(sum: v128, a: v128, b: v128): v128 {
  const own = f32x4.sub(sum, a);
  return f32x4.add(f32x4.sub(a, f32x4.sub(sum, own)), f32x4.sub(b, own));
}

/** Exponentials times their factors, 0 where negligible. NaN goes through. */
@inline
export function scaled(exponential: v128, factor: v128): v128 {
  const gradient = f32x4.mul(exponential, factor);
  return v128.andnot(gradient, f32x4.lt(gradient, f32x4.splat(<f32> negligibleGradient)));
}

/** Two float64 pairs as four float32. */
@inline
export function toFloats(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
