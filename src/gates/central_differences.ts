/**
 * Numeric gradient of `f`, which reads `values`: each element in turn (or each of `elements`) is moved by
 * ±step and ±2·step, and put back. (8(f₁ − f₋₁) − (f₂ − f₋₂)) / 12·step has an error of order step⁴; the rounding error is about
 * 1e-16·|f| / step. Where f has a kink, 2·step must stay below the distance to it.
 */
export function centralDifferences(
  f: () => number,
  values: Float64Array,
  step = 1e-3,
  elements: ArrayLike<number> = values.keys().toArray(),
): Float64Array {
  return Float64Array.from(elements, (i) => {
    const value = values[i]!;
    const at = (moved: number): number => {
      values[i] = moved;
      return f();
    };
    const near = at(value + step) - at(value - step);
    const far = at(value + 2 * step) - at(value - 2 * step);
    values[i] = value;
    return (8 * near - far) / (12 * step);
  });
}

/**
 * How far an analytic gradient is from a numeric one: the largest |a − n| as a multiple of
 * max(|a|, |n|, 1e-3 · the tensor's largest). A right gradient stays below 1e-6. NaN counts as Infinity.
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
