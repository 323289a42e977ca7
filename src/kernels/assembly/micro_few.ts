// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** The blocks of micro_four.ts for one to three rows: where a batch is small, and what is left of a larger one. */
import { madd } from "./madd";

/** 3 × 16. */
export function threeRows(
  k: i32, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0), c12 = f32x4.splat(0), c13 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c22 = f32x4.splat(0), c23 = f32x4.splat(0);
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
  }
  for (; k >= 2; k -= 2) {
    const b0x = v128.load(b);
    const b1x = v128.load(b, 16);
    const b2x = v128.load(b, 32);
    const b3x = v128.load(b, 48);
    const a0x = v128.load32_splat(a);
    c00 = madd(a0x, b0x, c00);
    c01 = madd(a0x, b1x, c01);
    c02 = madd(a0x, b2x, c02);
    c03 = madd(a0x, b3x, c03);
    const a1x = v128.load32_splat(a, 4);
    c10 = madd(a1x, b0x, c10);
    c11 = madd(a1x, b1x, c11);
    c12 = madd(a1x, b2x, c12);
    c13 = madd(a1x, b3x, c13);
    const a2x = v128.load32_splat(a, 8);
    c20 = madd(a2x, b0x, c20);
    c21 = madd(a2x, b1x, c21);
    c22 = madd(a2x, b2x, c22);
    c23 = madd(a2x, b3x, c23);
    const b0y = v128.load(b + bStep);
    const b1y = v128.load(b + bStep, 16);
    const b2y = v128.load(b + bStep, 32);
    const b3y = v128.load(b + bStep, 48);
    const a0y = v128.load32_splat(a + aStep);
    c00 = madd(a0y, b0y, c00);
    c01 = madd(a0y, b1y, c01);
    c02 = madd(a0y, b2y, c02);
    c03 = madd(a0y, b3y, c03);
    const a1y = v128.load32_splat(a + aStep, 4);
    c10 = madd(a1y, b0y, c10);
    c11 = madd(a1y, b1y, c11);
    c12 = madd(a1y, b2y, c12);
    c13 = madd(a1y, b3y, c13);
    const a2y = v128.load32_splat(a + aStep, 8);
    c20 = madd(a2y, b0y, c20);
    c21 = madd(a2y, b1y, c21);
    c22 = madd(a2y, b2y, c22);
    c23 = madd(a2y, b3y, c23);
    a += aStep << 1;
    b += bStep << 1;
  }
  if (k) {
    const b0z = v128.load(b);
    const b1z = v128.load(b, 16);
    const b2z = v128.load(b, 32);
    const b3z = v128.load(b, 48);
    const a0z = v128.load32_splat(a);
    c00 = madd(a0z, b0z, c00);
    c01 = madd(a0z, b1z, c01);
    c02 = madd(a0z, b2z, c02);
    c03 = madd(a0z, b3z, c03);
    const a1z = v128.load32_splat(a, 4);
    c10 = madd(a1z, b0z, c10);
    c11 = madd(a1z, b1z, c11);
    c12 = madd(a1z, b2z, c12);
    c13 = madd(a1z, b3z, c13);
    const a2z = v128.load32_splat(a, 8);
    c20 = madd(a2z, b0z, c20);
    c21 = madd(a2z, b1z, c21);
    c22 = madd(a2z, b2z, c22);
    c23 = madd(a2z, b3z, c23);
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
}

/** 2 × 16. */
export function twoRows(
  k: i32, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0), c12 = f32x4.splat(0), c13 = f32x4.splat(0);
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
  }
  for (; k >= 2; k -= 2) {
    const b0x = v128.load(b);
    const b1x = v128.load(b, 16);
    const b2x = v128.load(b, 32);
    const b3x = v128.load(b, 48);
    const a0x = v128.load32_splat(a);
    c00 = madd(a0x, b0x, c00);
    c01 = madd(a0x, b1x, c01);
    c02 = madd(a0x, b2x, c02);
    c03 = madd(a0x, b3x, c03);
    const a1x = v128.load32_splat(a, 4);
    c10 = madd(a1x, b0x, c10);
    c11 = madd(a1x, b1x, c11);
    c12 = madd(a1x, b2x, c12);
    c13 = madd(a1x, b3x, c13);
    const b0y = v128.load(b + bStep);
    const b1y = v128.load(b + bStep, 16);
    const b2y = v128.load(b + bStep, 32);
    const b3y = v128.load(b + bStep, 48);
    const a0y = v128.load32_splat(a + aStep);
    c00 = madd(a0y, b0y, c00);
    c01 = madd(a0y, b1y, c01);
    c02 = madd(a0y, b2y, c02);
    c03 = madd(a0y, b3y, c03);
    const a1y = v128.load32_splat(a + aStep, 4);
    c10 = madd(a1y, b0y, c10);
    c11 = madd(a1y, b1y, c11);
    c12 = madd(a1y, b2y, c12);
    c13 = madd(a1y, b3y, c13);
    a += aStep << 1;
    b += bStep << 1;
  }
  if (k) {
    const b0z = v128.load(b);
    const b1z = v128.load(b, 16);
    const b2z = v128.load(b, 32);
    const b3z = v128.load(b, 48);
    const a0z = v128.load32_splat(a);
    c00 = madd(a0z, b0z, c00);
    c01 = madd(a0z, b1z, c01);
    c02 = madd(a0z, b2z, c02);
    c03 = madd(a0z, b3z, c03);
    const a1z = v128.load32_splat(a, 4);
    c10 = madd(a1z, b0z, c10);
    c11 = madd(a1z, b1z, c11);
    c12 = madd(a1z, b2z, c12);
    c13 = madd(a1z, b3z, c13);
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
}

/** 2 × 32: columns 16…31 are at `b1`; with more sums none has to wait for the one before. */
export function twoRowsTwice(
  k: i32, a: usize, aStep: usize, b: usize, b1: usize, bStep: usize, c: usize, cStep: usize, resume: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0), c04 = f32x4.splat(0), c05 = f32x4.splat(0), c06 = f32x4.splat(0), c07 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0), c12 = f32x4.splat(0), c13 = f32x4.splat(0), c14 = f32x4.splat(0), c15 = f32x4.splat(0), c16 = f32x4.splat(0), c17 = f32x4.splat(0);
  if (resume) {
    let at = c;
    c00 = v128.load(at);
    c01 = v128.load(at, 16);
    c02 = v128.load(at, 32);
    c03 = v128.load(at, 48);
    c04 = v128.load(at, 64);
    c05 = v128.load(at, 80);
    c06 = v128.load(at, 96);
    c07 = v128.load(at, 112);
    at += cStep;
    c10 = v128.load(at);
    c11 = v128.load(at, 16);
    c12 = v128.load(at, 32);
    c13 = v128.load(at, 48);
    c14 = v128.load(at, 64);
    c15 = v128.load(at, 80);
    c16 = v128.load(at, 96);
    c17 = v128.load(at, 112);
  }
  for (; k >= 2; k -= 2) {
    const b0x = v128.load(b);
    const b1x = v128.load(b, 16);
    const b2x = v128.load(b, 32);
    const b3x = v128.load(b, 48);
    const b4x = v128.load(b1);
    const b5x = v128.load(b1, 16);
    const b6x = v128.load(b1, 32);
    const b7x = v128.load(b1, 48);
    const a0x = v128.load32_splat(a);
    c00 = madd(a0x, b0x, c00);
    c01 = madd(a0x, b1x, c01);
    c02 = madd(a0x, b2x, c02);
    c03 = madd(a0x, b3x, c03);
    c04 = madd(a0x, b4x, c04);
    c05 = madd(a0x, b5x, c05);
    c06 = madd(a0x, b6x, c06);
    c07 = madd(a0x, b7x, c07);
    const a1x = v128.load32_splat(a, 4);
    c10 = madd(a1x, b0x, c10);
    c11 = madd(a1x, b1x, c11);
    c12 = madd(a1x, b2x, c12);
    c13 = madd(a1x, b3x, c13);
    c14 = madd(a1x, b4x, c14);
    c15 = madd(a1x, b5x, c15);
    c16 = madd(a1x, b6x, c16);
    c17 = madd(a1x, b7x, c17);
    const b0y = v128.load(b + bStep);
    const b1y = v128.load(b + bStep, 16);
    const b2y = v128.load(b + bStep, 32);
    const b3y = v128.load(b + bStep, 48);
    const b4y = v128.load(b1 + bStep);
    const b5y = v128.load(b1 + bStep, 16);
    const b6y = v128.load(b1 + bStep, 32);
    const b7y = v128.load(b1 + bStep, 48);
    const a0y = v128.load32_splat(a + aStep);
    c00 = madd(a0y, b0y, c00);
    c01 = madd(a0y, b1y, c01);
    c02 = madd(a0y, b2y, c02);
    c03 = madd(a0y, b3y, c03);
    c04 = madd(a0y, b4y, c04);
    c05 = madd(a0y, b5y, c05);
    c06 = madd(a0y, b6y, c06);
    c07 = madd(a0y, b7y, c07);
    const a1y = v128.load32_splat(a + aStep, 4);
    c10 = madd(a1y, b0y, c10);
    c11 = madd(a1y, b1y, c11);
    c12 = madd(a1y, b2y, c12);
    c13 = madd(a1y, b3y, c13);
    c14 = madd(a1y, b4y, c14);
    c15 = madd(a1y, b5y, c15);
    c16 = madd(a1y, b6y, c16);
    c17 = madd(a1y, b7y, c17);
    a += aStep << 1;
    b += bStep << 1;
    b1 += bStep << 1;
  }
  if (k) {
    const b0z = v128.load(b);
    const b1z = v128.load(b, 16);
    const b2z = v128.load(b, 32);
    const b3z = v128.load(b, 48);
    const b4z = v128.load(b1);
    const b5z = v128.load(b1, 16);
    const b6z = v128.load(b1, 32);
    const b7z = v128.load(b1, 48);
    const a0z = v128.load32_splat(a);
    c00 = madd(a0z, b0z, c00);
    c01 = madd(a0z, b1z, c01);
    c02 = madd(a0z, b2z, c02);
    c03 = madd(a0z, b3z, c03);
    c04 = madd(a0z, b4z, c04);
    c05 = madd(a0z, b5z, c05);
    c06 = madd(a0z, b6z, c06);
    c07 = madd(a0z, b7z, c07);
    const a1z = v128.load32_splat(a, 4);
    c10 = madd(a1z, b0z, c10);
    c11 = madd(a1z, b1z, c11);
    c12 = madd(a1z, b2z, c12);
    c13 = madd(a1z, b3z, c13);
    c14 = madd(a1z, b4z, c14);
    c15 = madd(a1z, b5z, c15);
    c16 = madd(a1z, b6z, c16);
    c17 = madd(a1z, b7z, c17);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  v128.store(c, c04, 64);
  v128.store(c, c05, 80);
  v128.store(c, c06, 96);
  v128.store(c, c07, 112);
  c += cStep;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c, c12, 32);
  v128.store(c, c13, 48);
  v128.store(c, c14, 64);
  v128.store(c, c15, 80);
  v128.store(c, c16, 96);
  v128.store(c, c17, 112);
}

/** 1 × 16. */
export function oneRow(
  k: i32, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, resume: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0);
  if (resume) {
    const at = c;
    c00 = v128.load(at);
    c01 = v128.load(at, 16);
    c02 = v128.load(at, 32);
    c03 = v128.load(at, 48);
  }
  for (; k >= 2; k -= 2) {
    const b0x = v128.load(b);
    const b1x = v128.load(b, 16);
    const b2x = v128.load(b, 32);
    const b3x = v128.load(b, 48);
    const a0x = v128.load32_splat(a);
    c00 = madd(a0x, b0x, c00);
    c01 = madd(a0x, b1x, c01);
    c02 = madd(a0x, b2x, c02);
    c03 = madd(a0x, b3x, c03);
    const b0y = v128.load(b + bStep);
    const b1y = v128.load(b + bStep, 16);
    const b2y = v128.load(b + bStep, 32);
    const b3y = v128.load(b + bStep, 48);
    const a0y = v128.load32_splat(a + aStep);
    c00 = madd(a0y, b0y, c00);
    c01 = madd(a0y, b1y, c01);
    c02 = madd(a0y, b2y, c02);
    c03 = madd(a0y, b3y, c03);
    a += aStep << 1;
    b += bStep << 1;
  }
  if (k) {
    const b0z = v128.load(b);
    const b1z = v128.load(b, 16);
    const b2z = v128.load(b, 32);
    const b3z = v128.load(b, 48);
    const a0z = v128.load32_splat(a);
    c00 = madd(a0z, b0z, c00);
    c01 = madd(a0z, b1z, c01);
    c02 = madd(a0z, b2z, c02);
    c03 = madd(a0z, b3z, c03);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
}

/** 1 × 32, as {@link twoRowsTwice}. */
export function oneRowTwice(
  k: i32, a: usize, aStep: usize, b: usize, b1: usize, bStep: usize, c: usize, resume: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0), c04 = f32x4.splat(0), c05 = f32x4.splat(0), c06 = f32x4.splat(0), c07 = f32x4.splat(0);
  if (resume) {
    const at = c;
    c00 = v128.load(at);
    c01 = v128.load(at, 16);
    c02 = v128.load(at, 32);
    c03 = v128.load(at, 48);
    c04 = v128.load(at, 64);
    c05 = v128.load(at, 80);
    c06 = v128.load(at, 96);
    c07 = v128.load(at, 112);
  }
  for (; k >= 2; k -= 2) {
    const b0x = v128.load(b);
    const b1x = v128.load(b, 16);
    const b2x = v128.load(b, 32);
    const b3x = v128.load(b, 48);
    const b4x = v128.load(b1);
    const b5x = v128.load(b1, 16);
    const b6x = v128.load(b1, 32);
    const b7x = v128.load(b1, 48);
    const a0x = v128.load32_splat(a);
    c00 = madd(a0x, b0x, c00);
    c01 = madd(a0x, b1x, c01);
    c02 = madd(a0x, b2x, c02);
    c03 = madd(a0x, b3x, c03);
    c04 = madd(a0x, b4x, c04);
    c05 = madd(a0x, b5x, c05);
    c06 = madd(a0x, b6x, c06);
    c07 = madd(a0x, b7x, c07);
    const b0y = v128.load(b + bStep);
    const b1y = v128.load(b + bStep, 16);
    const b2y = v128.load(b + bStep, 32);
    const b3y = v128.load(b + bStep, 48);
    const b4y = v128.load(b1 + bStep);
    const b5y = v128.load(b1 + bStep, 16);
    const b6y = v128.load(b1 + bStep, 32);
    const b7y = v128.load(b1 + bStep, 48);
    const a0y = v128.load32_splat(a + aStep);
    c00 = madd(a0y, b0y, c00);
    c01 = madd(a0y, b1y, c01);
    c02 = madd(a0y, b2y, c02);
    c03 = madd(a0y, b3y, c03);
    c04 = madd(a0y, b4y, c04);
    c05 = madd(a0y, b5y, c05);
    c06 = madd(a0y, b6y, c06);
    c07 = madd(a0y, b7y, c07);
    a += aStep << 1;
    b += bStep << 1;
    b1 += bStep << 1;
  }
  if (k) {
    const b0z = v128.load(b);
    const b1z = v128.load(b, 16);
    const b2z = v128.load(b, 32);
    const b3z = v128.load(b, 48);
    const b4z = v128.load(b1);
    const b5z = v128.load(b1, 16);
    const b6z = v128.load(b1, 32);
    const b7z = v128.load(b1, 48);
    const a0z = v128.load32_splat(a);
    c00 = madd(a0z, b0z, c00);
    c01 = madd(a0z, b1z, c01);
    c02 = madd(a0z, b2z, c02);
    c03 = madd(a0z, b3z, c03);
    c04 = madd(a0z, b4z, c04);
    c05 = madd(a0z, b5z, c05);
    c06 = madd(a0z, b6z, c06);
    c07 = madd(a0z, b7z, c07);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  v128.store(c, c04, 64);
  v128.store(c, c05, 80);
  v128.store(c, c06, 96);
  v128.store(c, c07, 112);
}
