// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** exp of float64 numbers, two at a time, for the weights of a sampler. */

/** Below it, exp(x) is no normal number and counts as 0. */
const lowest: f64 = -708.0;
/** 1.5 · 2^52: added to a number and subtracted again, it rounds to an integer. */
const rounder: f64 = 6755399441055744.0;
const log2e: f64 = 1.4426950408889634;
/** ln 2 in two parts; products of the first with small integers are exact. */
const ln2High: f64 = 0.6931471803691238;
const ln2Low: f64 = 1.9082149292705877e-10;

@inline
function muladd(a: v128, b: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(a, b), f64x2.splat(c));
}

/** exp(r) for |r| ≤ ln(2)/2: its power series to r^13, odd and even powers side by side. */
@inline
function expReduced(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let odd = muladd(z, f64x2.splat(1.0 / 6227020800.0), 1.0 / 39916800.0);
  let even = muladd(z, f64x2.splat(1.0 / 479001600.0), 1.0 / 3628800.0);
  odd = muladd(odd, z, 1.0 / 362880.0);
  even = muladd(even, z, 1.0 / 40320.0);
  odd = muladd(odd, z, 1.0 / 5040.0);
  even = muladd(even, z, 1.0 / 720.0);
  odd = muladd(odd, z, 1.0 / 120.0);
  even = muladd(even, z, 1.0 / 24.0);
  odd = muladd(odd, z, 1.0 / 6.0);
  even = muladd(even, z, 0.5);
  const rest = f64x2.mul(z, f64x2.add(even, f64x2.mul(odd, r)));
  return f64x2.add(f64x2.add(rest, r), f64x2.splat(1.0));
}

/** exp(x) for x ≤ 0, to about a unit in the last place. */
@inline
function expDoubles(x: v128): v128 {
  const bounded = f64x2.pmax(x, f64x2.splat(lowest));
  const rounded = muladd(bounded, f64x2.splat(log2e), rounder);
  const n = f64x2.sub(rounded, f64x2.splat(rounder));
  const high = f64x2.sub(bounded, f64x2.mul(n, f64x2.splat(ln2High)));
  const p = expReduced(f64x2.sub(high, f64x2.mul(n, f64x2.splat(ln2Low))));
  // the low bits of `rounded` are n
  const power = i64x2.shl(i64x2.add(rounded, i64x2.splat(1023)), 52);
  return v128.andnot(f64x2.mul(p, power), f64x2.lt(x, f64x2.splat(lowest)));
}

/**
 * to[i] = exp((from[i] − top) / temperature) for n float64 numbers up to `top`; 0 below e^−708.
 * Returns the sum: of the even ones, and of the odd ones, added. The two may be the same place.
 */
export function exponentials(from: usize, n: i32, top: f64, temperature: f64, to: usize): f64 {
  const tops = f64x2.splat(top), temperatures = f64x2.splat(temperature);
  let sums = f64x2.splat(0);
  const pairs = <usize> (n >> 1) << 4;
  for (let i: usize = 0; i < pairs; i += 16) {
    const x = f64x2.div(f64x2.sub(v128.load(from + i), tops), temperatures);
    const weights = expDoubles(x);
    v128.store(to + i, weights);
    sums = f64x2.add(sums, weights);
  }
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (n & 1) {
    const x = f64x2.splat((load<f64>(from + pairs) - top) / temperature);
    const weight = f64x2.extract_lane(expDoubles(x), 0);
    store<f64>(to + pairs, weight);
    sum += weight;
  }
  return sum;
}
