// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Σ x² for the gradient's norm. */
import { highDoubles, loadTail, lowDoubles, sumDoubles } from "./lanes";

/** Each square and the sums are float64; eight lanes, element i in lane i mod 8. */
export function sumSquares(source: usize, n: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let at = 0;
  for (; at + 8 <= n; at += 8, source += 32) {
    const first = v128.load(source);
    const second = v128.load(source, 16);
    const a = lowDoubles(first), b = highDoubles(first);
    const c = lowDoubles(second), d = highDoubles(second);
    s0 = f64x2.add(s0, f64x2.mul(a, a));
    s1 = f64x2.add(s1, f64x2.mul(b, b));
    s2 = f64x2.add(s2, f64x2.mul(c, c));
    s3 = f64x2.add(s3, f64x2.mul(d, d));
  }
  for (; at < n; at += 4, source += 16) {
    const value = at + 4 <= n ? v128.load(source) : loadTail(source, n - at);
    const a = lowDoubles(value), b = highDoubles(value);
    s0 = f64x2.add(s0, f64x2.mul(a, a));
    s1 = f64x2.add(s1, f64x2.mul(b, b));
  }
  return sumDoubles(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
}
