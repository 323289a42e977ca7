import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { anyCharacter } from "./test_chunks.ts";
import { InputError } from "../../base/errors.ts";
import { utf8Decoder } from "./utf8.ts";

function decodeInChunks(bytes: Uint8Array, cuts: readonly number[]): string {
  const decoder = utf8Decoder("f.txt");
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)];
  let text = "";
  places.forEach((start, i) => {
    text += decoder.push(bytes.subarray(start, places[i + 1] ?? bytes.length));
  });
  decoder.end();
  return text;
}

const cuts = fc.array(fc.nat());

describe("utf8Decoder", () => {
  it("decodes the same text however it is cut", () => {
    fc.assert(fc.property(fc.string({ unit: anyCharacter }), cuts, (text, cuts) => {
      const bytes = new TextEncoder().encode(text);
      assert.equal(decodeInChunks(bytes, cuts), new TextDecoder().decode(bytes));
    }));
  });
  it("refuses what the platform's decoder refuses", () => {
    const byte = fc.oneof(
      fc.constantFrom(0x41, 0x80, 0xc3, 0xe2, 0xed, 0xa0, 0xf0, 0xf4, 0x90),
      fc.nat(255),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 8 }),
        fc.array(byte, { maxLength: 8 }),
        cuts,
        (a, b, cuts) => {
          const bytes = Uint8Array.of(...a.filter((x) => x < 0x80), ...b);
          let expected: string | undefined;
          try {
            expected = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
          } catch {
            assert.throws(() => decodeInChunks(bytes, cuts), InputError);
            return;
          }
          assert.equal(decodeInChunks(bytes, cuts), expected);
        },
      ),
      { numRuns: 500 },
    );
  });
  for (
    const [name, bytes, where] of [
      [
        "a stray byte",
        [0x61, 0x0a, 0x62, 0xe9, 0x20],
        "f.txt:2: Not UTF-8: byte 0xe9 at offset 3 ",
      ],
      ["an overlong form", [0xc0, 0x80], "f.txt:1: Not UTF-8: byte 0xc0 at offset 0 "],
      ["a surrogate", [0x61, 0xed, 0xa0, 0x80], "f.txt:1: Not UTF-8: byte 0xed at offset 1 "],
      [
        "a character cut off at the end",
        [0x0a, 0x0a, 0xe2, 0x82],
        "f.txt:3: Not UTF-8: byte 0xe2 at offset 2 ",
      ],
      [
        "UTF-16, which it names",
        [0xff, 0xfe, 0x61, 0],
        "f.txt:1: Not UTF-8: byte 0xff at offset 0 is part of no character; expected UTF-8 text, " +
        "got UTF-16 as it seems: convert it to UTF-8 first",
      ],
      [
        "too high a code point",
        [0xf4, 0x90, 0x80, 0x80],
        "f.txt:1: Not UTF-8: byte 0xf4 at offset 0 ",
      ],
    ] as const
  ) {
    it(`names line and offset of ${name}, however it is cut`, () => {
      for (let cut = 0; cut <= bytes.length; cut++) {
        assert.throws(
          () => decodeInChunks(Uint8Array.from(bytes), [cut]),
          (e) => e instanceof InputError && e.message.startsWith(where),
        );
      }
    });
  }
  it("drops a byte order mark at the start only", () => {
    const bytes = new TextEncoder().encode("\ufeffa\ufeffb");
    for (let cut = 0; cut < 6; cut++) assert.equal(decodeInChunks(bytes, [cut]), "a\ufeffb");
  });
});
