// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** The largest of float64 logits, their weights for a sampler (exp, two at a time), and what one draws. */

const doubles = memory.data<f64>([
  1,
  // 1.5 · 2^52: adding it rounds a number to an integer, kept in the low bits
  6755399441055744,
  1.4426950408889634,
  // ln 2 in two parts; products of the first with exponents are exact
  0.6931471803691238,
  1.9082149292705877e-10,
  // below it exp is no normal number
  -708,
  // 1/k! for k from 2 to 13
  0.5,
  0.16666666666666666,
  0.041666666666666664,
  0.008333333333333333,
  0.001388888888888889,
  0.0001984126984126984,
  0.0000248015873015873,
  0.0000027557319223985893,
  2.755731922398589e-7,
  2.505210838544172e-8,
  2.08767569878681e-9,
  1.6059043836821613e-10,
]);

/** Places in the table above. */
const enum Double {
  one, rounder, log2e, ln2High, ln2Low, lowest,
  over2, over3, over4, over5, over6, over7, over8, over9, over10, over11, over12, over13,
}

/** A constant, twice; from memory for the reason that constants.ts gives. */
@inline
function double(place: Double): v128 {
  return v128.load64_splat(doubles + ((<usize> place) << 3));
}

@inline
function muladd(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}

/** exp(r) for |r| ≤ ln(2)/2: its power series to r^13, odd and even powers side by side. */
@inline
function expReduced(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let odd = muladd(z, double(Double.over13), double(Double.over11));
  let even = muladd(z, double(Double.over12), double(Double.over10));
  odd = muladd(odd, z, double(Double.over9));
  even = muladd(even, z, double(Double.over8));
  odd = muladd(odd, z, double(Double.over7));
  even = muladd(even, z, double(Double.over6));
  odd = muladd(odd, z, double(Double.over5));
  even = muladd(even, z, double(Double.over4));
  odd = muladd(odd, z, double(Double.over3));
  even = muladd(even, z, double(Double.over2));
  const rest = f64x2.mul(z, f64x2.add(even, f64x2.mul(odd, r)));
  return f64x2.add(f64x2.add(rest, r), double(Double.one));
}

/** exp(x) for x ≤ 0, to about a unit in the last place. */
@inline
function expDoubles(x: v128): v128 {
  const bounded = f64x2.pmax(x, double(Double.lowest));
  const rounded = muladd(bounded, double(Double.log2e), double(Double.rounder));
  const n = f64x2.sub(rounded, double(Double.rounder));
  const high = f64x2.sub(bounded, f64x2.mul(n, double(Double.ln2High)));
  const p = expReduced(f64x2.sub(high, f64x2.mul(n, double(Double.ln2Low))));
  // the low bits of `rounded` are n: adding them to the exponent's field multiplies by 2^n
  const result = i64x2.add(p, i64x2.shl(rounded, 52));
  return v128.andnot(result, f64x2.lt(x, double(Double.lowest)));
}

/** exp((x − top) / temperature) of two numbers. */
@inline
function weightsOf(x: v128, tops: v128, temperatures: v128): v128 {
  return expDoubles(f64x2.div(f64x2.sub(x, tops), temperatures));
}

/**
 * to[i] = exp((from[i] − top) / temperature) for n float64 numbers up to `top`; 0 below e^−708.
 * Returns the sum: number i in lane i mod 4, then (0 + 2) + (1 + 3). The two may be the same place.
 */
export function exponentials(from: usize, n: i32, top: f64, temperature: f64, to: usize): f64 {
  const tops = f64x2.splat(top), temperatures = f64x2.splat(temperature);
  let low = f64x2.splat(0), high = low;
  const whole = <usize> (n >> 2) << 5;
  // Two vectors at a time, which V8 can join (scripts/prepare.ts).
  for (let i: usize = 0; i < whole; i += 32) {
    const x = from + i;
    const first = weightsOf(v128.load(x), tops, temperatures);
    const second = weightsOf(v128.load(x, 16), tops, temperatures);
    v128.store(to + i, first);
    v128.store(to + i, second, 16);
    low = f64x2.add(low, first);
    high = f64x2.add(high, second);
  }
  const sums = f64x2.add(low, high);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  const end = <usize> n << 3;
  for (let i = whole; i < end; i += 8) {
    const x = f64x2.splat((load<f64>(from + i) - top) / temperature);
    const weight = f64x2.extract_lane(expDoubles(x), 0);
    store<f64>(to + i, weight);
    sum += weight;
  }
  return sum;
}

/** The largest of n float64 numbers, −Infinity of none; NaN if any is NaN. */
export function largest(from: usize, n: i32): f64 {
  let tops = f64x2.splat(-Infinity);
  let good = i64x2.splat(-1);
  const pairs = <usize> (n >> 1) << 4;
  for (let i: usize = 0; i < pairs; i += 16) {
    const x = v128.load(from + i);
    tops = f64x2.pmax(tops, x);
    good = v128.and(good, f64x2.eq(x, x));
  }
  if (n & 1) {
    const x = v128.load64_splat(from + pairs);
    tops = f64x2.pmax(tops, x);
    good = v128.and(good, f64x2.eq(x, x));
  }
  if (!i64x2.all_true(good)) return NaN;
  return Math.max(f64x2.extract_lane(tops, 0), f64x2.extract_lane(tops, 1));
}

/**
 * Place of the first of n float64 weights with which their sum from the first on is above `target`;
 * n if it never is.
 */
export function reaching(weights: usize, n: i32, target: f64): i32 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    sum += load<f64>(weights + ((<usize> i) << 3));
    if (sum > target) return i;
  }
  return n;
}
