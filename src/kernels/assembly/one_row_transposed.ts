// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * One row of A with 16 columns of a B that lies transposed (column c at b + c·bStep, its terms side
 * by side), without packing: with a single row each element of B is used once. The sums run over k
 * in order, as in the micro kernels.
 */
import { madd } from "./madd";

/** Four columns' next four terms, added to the columns' sums. */
@inline
function addFourTerms(
  sum: v128, b: usize, bStep: usize, a0: v128, a1: v128, a2: v128, a3: v128,
): v128 {
  const r0 = v128.load(b);
  const r1 = v128.load(b + bStep);
  const r2 = v128.load(b + 2 * bStep);
  const r3 = v128.load(b + 3 * bStep);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  sum = madd(a0, v128.shuffle<i64>(low01, low23, 0, 2), sum);
  sum = madd(a1, v128.shuffle<i64>(low01, low23, 1, 3), sum);
  sum = madd(a2, v128.shuffle<i64>(high01, high23, 0, 2), sum);
  return madd(a3, v128.shuffle<i64>(high01, high23, 1, 3), sum);
}

/** Four columns' next term. */
@inline
function addTerm(sum: v128, b: usize, bStep: usize, a: v128): v128 {
  const column01 = v128.load_lane<u32>(b + bStep, v128.load_zero<u32>(b), 1);
  const column012 = v128.load_lane<u32>(b + 2 * bStep, column01, 2);
  return madd(a, v128.load_lane<u32>(b + 3 * bStep, column012, 3), sum);
}

/** 1 × 16. */
export function oneRowTransposed(
  k: i32, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, resume: bool,
): void {
  const group = bStep << 2;
  const zero = f32x4.splat(0);
  let c0 = zero, c1 = zero, c2 = zero, c3 = zero;
  if (resume) {
    c0 = v128.load(c);
    c1 = v128.load(c, 16);
    c2 = v128.load(c, 32);
    c3 = v128.load(c, 48);
  }
  for (; k >= 4; k -= 4, a += aStep << 2, b += 16) {
    const a0 = v128.load32_splat(a);
    const a1 = v128.load32_splat(a + aStep);
    const a2 = v128.load32_splat(a + 2 * aStep);
    const a3 = v128.load32_splat(a + 3 * aStep);
    c0 = addFourTerms(c0, b, bStep, a0, a1, a2, a3);
    c1 = addFourTerms(c1, b + group, bStep, a0, a1, a2, a3);
    c2 = addFourTerms(c2, b + 2 * group, bStep, a0, a1, a2, a3);
    c3 = addFourTerms(c3, b + 3 * group, bStep, a0, a1, a2, a3);
  }
  for (; k > 0; k--, a += aStep, b += 4) {
    const value = v128.load32_splat(a);
    c0 = addTerm(c0, b, bStep, value);
    c1 = addTerm(c1, b + group, bStep, value);
    c2 = addTerm(c2, b + 2 * group, bStep, value);
    c3 = addTerm(c3, b + 3 * group, bStep, value);
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
}
