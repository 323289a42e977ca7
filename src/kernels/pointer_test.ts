import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "@std/testing/bdd";
import {
  byteOf,
  bytesOn,
  doubleIndex,
  elementIndex,
  elementsOn,
  nowhere,
  pointerTo,
} from "./pointer.ts";

const source = fileURLToPath(new URL("..", import.meta.url));

/** Where memory is addressed. The sources of the kernels have an unsigned type for it. */
const folders = ["kernels", "compute"];

/**
 * Lines of a program that shift a number, but for `>>> 0`, which makes one unsigned. As the
 * formatter writes it, no bracket has spaces around.
 */
const shiftsOf = (code: string): string[] =>
  code.replaceAll(/\/\*[\s\S]*?\*\//g, "").split("\n")
    .map((line) => line.replace(/\/\/.*/, "").replaceAll(">>> 0", ""))
    .filter((line) => /\s(<<|>>>?)=?\s/.test(line));

describe("a pointer", () => {
  it("names its place by an index, up to the last byte that 32 bits can address", () => {
    for (const byte of [0, 64, 2 ** 31 - 64, 2 ** 31, 3 * 2 ** 30 + 64, 2 ** 32 - 64]) {
      assert.equal(elementIndex(pointerTo(byte)), byte / 4);
      assert.equal(doubleIndex(pointerTo(byte)), byte / 8);
      assert.equal(byteOf(elementsOn(pointerTo(byte), 3)), byte + 12);
      assert.equal(byteOf(bytesOn(pointerTo(byte), 8)), byte + 8);
    }
    assert.equal(byteOf(nowhere), 0);
  });

  it("is no number to the compiler, so nobody shifts it or adds to it", () => {
    const place = pointerTo(2 ** 31);
    // @ts-expect-error: this is the fault, a negative index
    assert.equal(place >> 2, -(2 ** 29));
    // @ts-expect-error: elements or bytes?
    assert.equal(place + 4, 2 ** 31 + 4);
    // @ts-expect-error: by the arena or by pointerTo
    const wrong: typeof place = 4;
    assert.equal(wrong, 4);
  });
});

describe("code that addresses memory", () => {
  it("shifts nothing, since the result of a shift is signed", () => {
    const found = folders.flatMap((folder) =>
      readdirSync(join(source, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /(?<!_test|^test_arena)\.ts$/.test(file) && !file.startsWith("assembly"))
        .flatMap((file) =>
          shiftsOf(readFileSync(join(source, folder, file), "utf8"))
            .map((line) => `${folder}/${file}: ${line.trim()}`)
        )
    );
    assert.deepEqual(found, []);
    assert(readdirSync(join(source, "compute/step")).length > 5);
  });

  it("is looked at for every shift, and for nothing that looks like one", () => {
    const shifts = ["const at = starts >> 2;", "x >>= 3;", "float32[(a >>> 2) + 1]", "a << 2"];
    const others = [
      "f() >>> 0",
      "Map<string, Array<number>> = x",
      "// a >> 2",
      "/** starts >> 2 */",
      "a > b",
    ];
    for (const line of shifts) assert.equal(shiftsOf(`  ${line}`).length, 1, line);
    for (const line of others) assert.equal(shiftsOf(line).length, 0, line);
  });
});
