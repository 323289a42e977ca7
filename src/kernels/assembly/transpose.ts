// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost

/** Transposes a 4×4 block: row i of the result is lane i of r0…r3; `put` bytes apart at `to`. */
@inline
export function transposeFour(r0: v128, r1: v128, r2: v128, r3: v128, to: usize, put: usize): void {
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(to + put, v128.shuffle<i64>(low01, low23, 1, 3));
  v128.store(to + 2 * put, v128.shuffle<i64>(high01, high23, 0, 2));
  v128.store(to + 3 * put, v128.shuffle<i64>(high01, high23, 1, 3));
}

/** destination[c][r] = source[r][c]; strides are elements. */
export function transpose(
  source: usize, rows: i32, columns: i32, stride: usize, destination: usize,
  destinationStride: usize,
): void {
  const step = stride << 2, put = destinationStride << 2;
  let row = 0;
  for (; row + 4 <= rows; row += 4, source += 4 * step, destination += 16) {
    let from = source, to = destination, left = columns;
    for (; left >= 4; left -= 4, from += 16, to += 4 * put) {
      transposeFour(
        v128.load(from), v128.load(from + step), v128.load(from + 2 * step),
        v128.load(from + 3 * step), to, put,
      );
    }
    for (; left > 0; left--, from += 4, to += put) {
      for (let r: usize = 0; r < 4; r++) store<f32>(to + (r << 2), load<f32>(from + r * step));
    }
  }
  for (; row < rows; row++, source += step, destination += 4) {
    for (let c: usize = 0; c < <usize> columns; c++) {
      store<f32>(destination + c * put, load<f32>(source + (c << 2)));
    }
  }
}
