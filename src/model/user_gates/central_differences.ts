import { atOnce, type Slices } from "../../base/slices.ts";

/**
 * Numeric gradient of `f`, which reads `values`: each element in turn (or each of `elements`) is
 * moved by ±step and ±2·step, and put back. (8(f₁ − f₋₁) − (f₂ − f₋₂)) / 12·step has an error of
 * order step⁴; the rounding error is about 1e-16·|f| / step. Where f has a kink, 2·step must stay
 * below the distance to it.
 */
export function centralDifferences(
  f: () => number,
  values: Float64Array,
  step?: number,
  elements?: ArrayLike<number>,
): Float64Array {
  return atOnce(differenceSlices(
    function* () {
      const result = f();
      yield;
      return result;
    },
    values,
    step,
    elements,
  ));
}

/** The same for an f that rests. */
export function* differenceSlices(
  f: () => Slices<number>,
  values: Float64Array,
  step = 1e-3,
  elements: ArrayLike<number> = values.keys().toArray(),
): Slices<Float64Array> {
  const slopes = new Float64Array(elements.length);
  for (let at = 0; at < elements.length; at++) {
    const i = elements[at]!;
    const value = values[i]!;
    const moved: number[] = [];
    for (const way of [1, -1, 2, -2]) {
      values[i] = value + way * step;
      moved.push(yield* f());
      values[i] = value;
    }
    const [above, below, far, farBelow] = moved as [number, number, number, number];
    slopes[at] = (8 * (above - below) - (far - farBelow)) / (12 * step);
  }
  return slopes;
}

/**
 * How far an analytic gradient is from a numeric one: the largest |a − n| as a multiple of
 * max(|a|, |n|, 1e-3 · the tensor's largest). A right gradient stays below 1e-6. NaN counts as
 * Infinity.
 */
export function gradientError(
  analytic: ArrayLike<number>,
  numeric: ArrayLike<number>,
): { readonly error: number; readonly element: number } {
  const largest = Array.from(numeric).reduce((most, n) => Math.max(most, Math.abs(n)), 0);
  let worst = { error: 0, element: 0 };
  for (let i = 0; i < numeric.length; i++) {
    const [a, n] = [analytic[i]!, numeric[i]!];
    const difference = Math.abs(a - n);
    const scale = Math.max(Math.abs(a), Math.abs(n), 1e-3 * largest);
    const error = difference === 0 ? 0 : difference / scale;
    if (Number.isNaN(error)) return { error: Infinity, element: i };
    if (error > worst.error) worst = { error, element: i };
  }
  return worst;
}
