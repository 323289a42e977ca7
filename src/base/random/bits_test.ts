import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { bits } from "./bits.ts";
import { chiSquare } from "./test_chi_square.ts";
import { key } from "./key.ts";

describe("bits", () => {
  it("has known values", () => {
    // fixed for ever: runs are reproduced from them
    const words = [
      bits(0, 0, 0),
      bits(1, 0, 0),
      bits(0, 1, 0),
      bits(0, 0, 1),
      bits(4294967295, 7, 99),
    ];
    assert.deepEqual(words, [2954219348, 551953807, 1674451669, 149182020, 1027191815]);
  });

  it("sets every bit half the time", () => {
    const n = 20000;
    for (let bit = 0; bit < 32; bit++) {
      let ones = 0;
      for (let i = 0; i < n; i++) ones += (bits(12345, 3, i) >>> bit) & 1;
      // four standard deviations
      assert.ok(Math.abs(ones - n / 2) < 4 * Math.sqrt(n / 4), `bit ${bit}: ${ones} of ${n}`);
    }
  });

  it("fills cells evenly, from neighbouring indices, keys and salts", () => {
    const streams = [
      (i: number) => bits(9, 0, i),
      (i: number) => bits(i, 0, 9),
      (i: number) => bits(9, i, 0),
      (i: number) => bits(key(1, "dropout", i), 0, 0),
      (i: number) => bits(key(i, "dropout", 1), 0, 0),
    ];
    for (const stream of streams) {
      for (const shift of [0, 12, 24]) {
        const cells = new Array<number>(256).fill(0);
        for (let i = 0; i < 51200; i++) cells[(stream(i) >>> shift) & 255]!++;
        // 255 degrees of freedom: mean 255, deviation 22.6
        const x = chiSquare(cells);
        assert.ok(x > 165 && x < 345, `chi-square ${x} at shift ${shift}`);
      }
    }
  });

  it("changes half of the bits when one bit of an argument changes", () => {
    for (let bit = 0; bit < 32; bit++) {
      let flipped = [0, 0, 0];
      for (let i = 0; i < 500; i++) {
        const at = bits(i, 5, 1000 + i);
        flipped = [
          flipped[0]! + ones(at ^ bits(i ^ (1 << bit), 5, 1000 + i)),
          flipped[1]! + ones(at ^ bits(i, 5 ^ (1 << bit), 1000 + i)),
          flipped[2]! + ones(at ^ bits(i, 5, (1000 + i) ^ (1 << bit))),
        ];
      }
      for (const count of flipped) assert.ok(Math.abs(count / 500 - 16) < 1, `${count / 500}`);
    }
  });

  it("has no serial correlation between rows of neighbouring keys", () => {
    let sum = 0;
    const n = 20000;
    for (let i = 0; i < n; i++) {
      const x = bits(100, 0, i) / 2 ** 32 - 0.5, y = bits(101, 0, i) / 2 ** 32 - 0.5;
      sum += 12 * x * y;
    }
    assert.ok(Math.abs(sum / Math.sqrt(n)) < 4);
  });
});

function ones(word: number): number {
  let count = 0;
  for (let x = word >>> 0; x !== 0; x = (x & (x - 1)) >>> 0) count++;
  return count;
}
