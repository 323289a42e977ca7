// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/**
 * The blocks of micro_four.ts for rows of A that lie apart, `aRow` bytes from one to the next, their
 * values for successive k side by side: where B has so few columns that packing A takes as long as
 * multiplying it. `b` is a packed panel; the order of the sums is the same.
 */
import { madd } from "./madd";
import { panelStep } from "./pack";

/** 4 × 16. */
export function apartBySixteen(
  k: i32, a: usize, aRow: usize, b: usize, c: usize, cStep: usize, resume: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0), c12 = f32x4.splat(0), c13 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c22 = f32x4.splat(0), c23 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0), c32 = f32x4.splat(0), c33 = f32x4.splat(0);
  if (resume) {
    let at = c;
    c00 = v128.load(at);
    c01 = v128.load(at, 16);
    c02 = v128.load(at, 32);
    c03 = v128.load(at, 48);
    at += cStep;
    c10 = v128.load(at);
    c11 = v128.load(at, 16);
    c12 = v128.load(at, 32);
    c13 = v128.load(at, 48);
    at += cStep;
    c20 = v128.load(at);
    c21 = v128.load(at, 16);
    c22 = v128.load(at, 32);
    c23 = v128.load(at, 48);
    at += cStep;
    c30 = v128.load(at);
    c31 = v128.load(at, 16);
    c32 = v128.load(at, 32);
    c33 = v128.load(at, 48);
  }
  let a0 = a, a1 = a + aRow, a2 = a + 2 * aRow, a3 = a + 3 * aRow;
  for (; k >= 2; k -= 2) {
    const b0x = v128.load(b);
    const b1x = v128.load(b, 16);
    const b2x = v128.load(b, 32);
    const b3x = v128.load(b, 48);
    const a0x = v128.load32_splat(a0);
    c00 = madd(a0x, b0x, c00);
    c01 = madd(a0x, b1x, c01);
    c02 = madd(a0x, b2x, c02);
    c03 = madd(a0x, b3x, c03);
    const a1x = v128.load32_splat(a1);
    c10 = madd(a1x, b0x, c10);
    c11 = madd(a1x, b1x, c11);
    c12 = madd(a1x, b2x, c12);
    c13 = madd(a1x, b3x, c13);
    const a2x = v128.load32_splat(a2);
    c20 = madd(a2x, b0x, c20);
    c21 = madd(a2x, b1x, c21);
    c22 = madd(a2x, b2x, c22);
    c23 = madd(a2x, b3x, c23);
    const a3x = v128.load32_splat(a3);
    c30 = madd(a3x, b0x, c30);
    c31 = madd(a3x, b1x, c31);
    c32 = madd(a3x, b2x, c32);
    c33 = madd(a3x, b3x, c33);
    const b0y = v128.load(b, 64);
    const b1y = v128.load(b, 80);
    const b2y = v128.load(b, 96);
    const b3y = v128.load(b, 112);
    const a0y = v128.load32_splat(a0, 4);
    c00 = madd(a0y, b0y, c00);
    c01 = madd(a0y, b1y, c01);
    c02 = madd(a0y, b2y, c02);
    c03 = madd(a0y, b3y, c03);
    const a1y = v128.load32_splat(a1, 4);
    c10 = madd(a1y, b0y, c10);
    c11 = madd(a1y, b1y, c11);
    c12 = madd(a1y, b2y, c12);
    c13 = madd(a1y, b3y, c13);
    const a2y = v128.load32_splat(a2, 4);
    c20 = madd(a2y, b0y, c20);
    c21 = madd(a2y, b1y, c21);
    c22 = madd(a2y, b2y, c22);
    c23 = madd(a2y, b3y, c23);
    const a3y = v128.load32_splat(a3, 4);
    c30 = madd(a3y, b0y, c30);
    c31 = madd(a3y, b1y, c31);
    c32 = madd(a3y, b2y, c32);
    c33 = madd(a3y, b3y, c33);
    a0 += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
    b += 2 * panelStep;
  }
  if (k) {
    const b0z = v128.load(b);
    const b1z = v128.load(b, 16);
    const b2z = v128.load(b, 32);
    const b3z = v128.load(b, 48);
    const a0z = v128.load32_splat(a0);
    c00 = madd(a0z, b0z, c00);
    c01 = madd(a0z, b1z, c01);
    c02 = madd(a0z, b2z, c02);
    c03 = madd(a0z, b3z, c03);
    const a1z = v128.load32_splat(a1);
    c10 = madd(a1z, b0z, c10);
    c11 = madd(a1z, b1z, c11);
    c12 = madd(a1z, b2z, c12);
    c13 = madd(a1z, b3z, c13);
    const a2z = v128.load32_splat(a2);
    c20 = madd(a2z, b0z, c20);
    c21 = madd(a2z, b1z, c21);
    c22 = madd(a2z, b2z, c22);
    c23 = madd(a2z, b3z, c23);
    const a3z = v128.load32_splat(a3);
    c30 = madd(a3z, b0z, c30);
    c31 = madd(a3z, b1z, c31);
    c32 = madd(a3z, b2z, c32);
    c33 = madd(a3z, b3z, c33);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  c += cStep;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c, c12, 32);
  v128.store(c, c13, 48);
  c += cStep;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  v128.store(c, c22, 32);
  v128.store(c, c23, 48);
  c += cStep;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  v128.store(c, c32, 32);
  v128.store(c, c33, 48);
}

/** 4 × 12. */
export function apartByTwelve(
  k: i32, a: usize, aRow: usize, b: usize, c: usize, cStep: usize, resume: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0), c12 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c22 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0), c32 = f32x4.splat(0);
  if (resume) {
    let at = c;
    c00 = v128.load(at);
    c01 = v128.load(at, 16);
    c02 = v128.load(at, 32);
    at += cStep;
    c10 = v128.load(at);
    c11 = v128.load(at, 16);
    c12 = v128.load(at, 32);
    at += cStep;
    c20 = v128.load(at);
    c21 = v128.load(at, 16);
    c22 = v128.load(at, 32);
    at += cStep;
    c30 = v128.load(at);
    c31 = v128.load(at, 16);
    c32 = v128.load(at, 32);
  }
  let a0 = a, a1 = a + aRow, a2 = a + 2 * aRow, a3 = a + 3 * aRow;
  for (; k >= 2; k -= 2) {
    const b0x = v128.load(b);
    const b1x = v128.load(b, 16);
    const b2x = v128.load(b, 32);
    const a0x = v128.load32_splat(a0);
    c00 = madd(a0x, b0x, c00);
    c01 = madd(a0x, b1x, c01);
    c02 = madd(a0x, b2x, c02);
    const a1x = v128.load32_splat(a1);
    c10 = madd(a1x, b0x, c10);
    c11 = madd(a1x, b1x, c11);
    c12 = madd(a1x, b2x, c12);
    const a2x = v128.load32_splat(a2);
    c20 = madd(a2x, b0x, c20);
    c21 = madd(a2x, b1x, c21);
    c22 = madd(a2x, b2x, c22);
    const a3x = v128.load32_splat(a3);
    c30 = madd(a3x, b0x, c30);
    c31 = madd(a3x, b1x, c31);
    c32 = madd(a3x, b2x, c32);
    const b0y = v128.load(b, 64);
    const b1y = v128.load(b, 80);
    const b2y = v128.load(b, 96);
    const a0y = v128.load32_splat(a0, 4);
    c00 = madd(a0y, b0y, c00);
    c01 = madd(a0y, b1y, c01);
    c02 = madd(a0y, b2y, c02);
    const a1y = v128.load32_splat(a1, 4);
    c10 = madd(a1y, b0y, c10);
    c11 = madd(a1y, b1y, c11);
    c12 = madd(a1y, b2y, c12);
    const a2y = v128.load32_splat(a2, 4);
    c20 = madd(a2y, b0y, c20);
    c21 = madd(a2y, b1y, c21);
    c22 = madd(a2y, b2y, c22);
    const a3y = v128.load32_splat(a3, 4);
    c30 = madd(a3y, b0y, c30);
    c31 = madd(a3y, b1y, c31);
    c32 = madd(a3y, b2y, c32);
    a0 += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
    b += 2 * panelStep;
  }
  if (k) {
    const b0z = v128.load(b);
    const b1z = v128.load(b, 16);
    const b2z = v128.load(b, 32);
    const a0z = v128.load32_splat(a0);
    c00 = madd(a0z, b0z, c00);
    c01 = madd(a0z, b1z, c01);
    c02 = madd(a0z, b2z, c02);
    const a1z = v128.load32_splat(a1);
    c10 = madd(a1z, b0z, c10);
    c11 = madd(a1z, b1z, c11);
    c12 = madd(a1z, b2z, c12);
    const a2z = v128.load32_splat(a2);
    c20 = madd(a2z, b0z, c20);
    c21 = madd(a2z, b1z, c21);
    c22 = madd(a2z, b2z, c22);
    const a3z = v128.load32_splat(a3);
    c30 = madd(a3z, b0z, c30);
    c31 = madd(a3z, b1z, c31);
    c32 = madd(a3z, b2z, c32);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  c += cStep;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c, c12, 32);
  c += cStep;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  v128.store(c, c22, 32);
  c += cStep;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  v128.store(c, c32, 32);
}

/** 4 × 8. */
export function apartByEight(
  k: i32, a: usize, aRow: usize, b: usize, c: usize, cStep: usize, resume: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  if (resume) {
    let at = c;
    c00 = v128.load(at);
    c01 = v128.load(at, 16);
    at += cStep;
    c10 = v128.load(at);
    c11 = v128.load(at, 16);
    at += cStep;
    c20 = v128.load(at);
    c21 = v128.load(at, 16);
    at += cStep;
    c30 = v128.load(at);
    c31 = v128.load(at, 16);
  }
  let a0 = a, a1 = a + aRow, a2 = a + 2 * aRow, a3 = a + 3 * aRow;
  for (; k >= 2; k -= 2) {
    const b0x = v128.load(b);
    const b1x = v128.load(b, 16);
    const a0x = v128.load32_splat(a0);
    c00 = madd(a0x, b0x, c00);
    c01 = madd(a0x, b1x, c01);
    const a1x = v128.load32_splat(a1);
    c10 = madd(a1x, b0x, c10);
    c11 = madd(a1x, b1x, c11);
    const a2x = v128.load32_splat(a2);
    c20 = madd(a2x, b0x, c20);
    c21 = madd(a2x, b1x, c21);
    const a3x = v128.load32_splat(a3);
    c30 = madd(a3x, b0x, c30);
    c31 = madd(a3x, b1x, c31);
    const b0y = v128.load(b, 64);
    const b1y = v128.load(b, 80);
    const a0y = v128.load32_splat(a0, 4);
    c00 = madd(a0y, b0y, c00);
    c01 = madd(a0y, b1y, c01);
    const a1y = v128.load32_splat(a1, 4);
    c10 = madd(a1y, b0y, c10);
    c11 = madd(a1y, b1y, c11);
    const a2y = v128.load32_splat(a2, 4);
    c20 = madd(a2y, b0y, c20);
    c21 = madd(a2y, b1y, c21);
    const a3y = v128.load32_splat(a3, 4);
    c30 = madd(a3y, b0y, c30);
    c31 = madd(a3y, b1y, c31);
    a0 += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
    b += 2 * panelStep;
  }
  if (k) {
    const b0z = v128.load(b);
    const b1z = v128.load(b, 16);
    const a0z = v128.load32_splat(a0);
    c00 = madd(a0z, b0z, c00);
    c01 = madd(a0z, b1z, c01);
    const a1z = v128.load32_splat(a1);
    c10 = madd(a1z, b0z, c10);
    c11 = madd(a1z, b1z, c11);
    const a2z = v128.load32_splat(a2);
    c20 = madd(a2z, b0z, c20);
    c21 = madd(a2z, b1z, c21);
    const a3z = v128.load32_splat(a3);
    c30 = madd(a3z, b0z, c30);
    c31 = madd(a3z, b1z, c31);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += cStep;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += cStep;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += cStep;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

/** 4 × 4. */
export function apartByFour(
  k: i32, a: usize, aRow: usize, b: usize, c: usize, cStep: usize, resume: bool,
): void {
  let c00 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  if (resume) {
    let at = c;
    c00 = v128.load(at);
    at += cStep;
    c10 = v128.load(at);
    at += cStep;
    c20 = v128.load(at);
    at += cStep;
    c30 = v128.load(at);
  }
  let a0 = a, a1 = a + aRow, a2 = a + 2 * aRow, a3 = a + 3 * aRow;
  for (; k >= 2; k -= 2) {
    const b0x = v128.load(b);
    const a0x = v128.load32_splat(a0);
    c00 = madd(a0x, b0x, c00);
    const a1x = v128.load32_splat(a1);
    c10 = madd(a1x, b0x, c10);
    const a2x = v128.load32_splat(a2);
    c20 = madd(a2x, b0x, c20);
    const a3x = v128.load32_splat(a3);
    c30 = madd(a3x, b0x, c30);
    const b0y = v128.load(b, 64);
    const a0y = v128.load32_splat(a0, 4);
    c00 = madd(a0y, b0y, c00);
    const a1y = v128.load32_splat(a1, 4);
    c10 = madd(a1y, b0y, c10);
    const a2y = v128.load32_splat(a2, 4);
    c20 = madd(a2y, b0y, c20);
    const a3y = v128.load32_splat(a3, 4);
    c30 = madd(a3y, b0y, c30);
    a0 += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
    b += 2 * panelStep;
  }
  if (k) {
    const b0z = v128.load(b);
    const a0z = v128.load32_splat(a0);
    c00 = madd(a0z, b0z, c00);
    const a1z = v128.load32_splat(a1);
    c10 = madd(a1z, b0z, c10);
    const a2z = v128.load32_splat(a2);
    c20 = madd(a2z, b0z, c20);
    const a3z = v128.load32_splat(a3);
    c30 = madd(a3z, b0z, c30);
  }
  v128.store(c, c00);
  c += cStep;
  v128.store(c, c10);
  c += cStep;
  v128.store(c, c20);
  c += cStep;
  v128.store(c, c30);
}
