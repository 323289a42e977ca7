import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Result } from "effect";
import fc from "fast-check";
import { InputError } from "../../base/errors.ts";
import { decodeSafetensors, encodeSafetensors, type Tensor, type Tensors } from "./safetensors.ts";

const tensors: Tensors = new Map<string, Tensor>([
  ["b", { shape: [2, 1], data: Float64Array.of(Math.PI, -0) }],
  ["a", { shape: [3], data: Float32Array.of(1, NaN, Infinity) }],
  ["ids", { shape: [], data: Int32Array.of(-7) }],
  ["none", { shape: [0, 4], data: new Float32Array(0) }],
]);

/** A file with any header before any data. */
function fileOf(header: string, data = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

function mistakeOf(bytes: Uint8Array): string {
  const result = decodeSafetensors(bytes, "x.safetensors");
  assert.ok(Result.isFailure(result), "Expected a mistake");
  assert.ok(result.failure instanceof InputError);
  assert.ok(result.failure.message.startsWith('"x.safetensors" is not a sound safetensors file: '));
  return result.failure.message.slice('"x.safetensors" is not a sound safetensors file: '.length);
}

const anyTensors = fc.dictionary(
  fc.string(),
  fc.oneof(
    fc.float32Array({ maxLength: 9 }),
    fc.float64Array({ maxLength: 9 }),
    fc.int32Array({ maxLength: 9 }),
  ),
  { noNullPrototype: true },
).map((entries) =>
  new Map(
    Object.entries(entries).filter(([name]) => name !== "__metadata__")
      .map(([name, data]): [string, Tensor] => [name, { shape: [1, data.length], data }]),
  )
);

describe("encodeSafetensors", () => {
  it("writes length, sorted header padded to 8, and the tensors by name", () => {
    const bytes = encodeSafetensors(
      new Map([
        ["w", { shape: [1, 2], data: Float32Array.of(1, 2) }],
        ["b", { shape: [1], data: Float32Array.of(-1) }],
      ]),
    );
    const header = '{"b":{"data_offsets":[0,4],"dtype":"F32","shape":[1]},' +
      '"w":{"data_offsets":[4,12],"dtype":"F32","shape":[1,2]}}';
    const length = Math.ceil(header.length / 8) * 8;
    assert.deepEqual([...bytes.subarray(0, 8)], [length, 0, 0, 0, 0, 0, 0, 0]);
    assert.equal(new TextDecoder().decode(bytes.subarray(8, 8 + length)), header.padEnd(length));
    assert.deepEqual(
      [...bytes.subarray(8 + length)],
      [0, 0, 128, 191, 0, 0, 128, 63, 0, 0, 0, 64],
    );
  });

  it("gives equal bytes whatever the order in which tensors were put in", () => {
    const turned = new Map([...tensors].reverse());
    assert.deepEqual(encodeSafetensors(turned), encodeSafetensors(tensors));
  });

  it("refuses data that doesn't fit its shape", () => {
    const wrong = new Map([["w", { shape: [3], data: new Float32Array(2) }]]);
    assert.throws(() => encodeSafetensors(wrong), RangeError);
  });
});

describe("decodeSafetensors", () => {
  it("gives back what was written, bit for bit", () => {
    const read = Result.getOrThrow(decodeSafetensors(encodeSafetensors(tensors), "x"));
    assert.deepEqual(new Map([...read].sort()), new Map([...tensors].sort()));
    assert.ok(Object.is(read.get("b")!.data[1], -0));
  });

  it("gives back any tensors, from any place in a buffer", () => {
    fc.assert(fc.property(anyTensors, fc.nat(7), (written, shift) => {
      const encoded = encodeSafetensors(written);
      const shifted = new Uint8Array(encoded.length + shift).subarray(shift);
      shifted.set(encoded);
      const read = Result.getOrThrow(decodeSafetensors(shifted, "x"));
      assert.deepEqual(new Map([...read].sort()), new Map([...written].sort()));
    }));
  });

  it("passes over metadata that other programs write", () => {
    const bytes = fileOf('{"__metadata__":{"format":"pt"}}   ');
    assert.equal(Result.getOrThrow(decodeSafetensors(bytes, "x")).size, 0);
  });

  const f32 = (shape: string, offsets: string) =>
    `{"w":{"dtype":"F32","shape":${shape},"data_offsets":${offsets}}}`;
  const four = new Uint8Array(4);
  const lies: [string, Uint8Array, RegExp][] = [
    ["no header", new Uint8Array(7), /^It has 7 bytes/],
    ["a header longer than the file", fileOf("{}").subarray(0, 9), /claims 2 bytes, there are 1$/],
    ["a header of 2^56 bytes", Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1), /claims 72057594037927940/],
    ["no JSON", fileOf("{"), /not JSON$/],
    ["no UTF-8", Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), /not JSON$/],
    [
      "a deeply nested shape",
      fileOf(f32(`${"[".repeat(200_000)}${"]".repeat(200_000)}`, "[0,4]"), four),
      /nested|not JSON|\[\[\[/,
    ],
    ["a list", fileOf("[]"), /not a JSON object$/],
    ["deep nesting", fileOf("[".repeat(500_000)), /not JSON$/],
    ["no object", fileOf('{"w":3}'), /not described by an object$/],
    ["metadata that is none", fileOf('{"__metadata__":{"a":1}}'), /not an object of strings$/],
    ["another type", fileOf('{"w":{"dtype":"BF16"}}'), /type "BF16", expected F32/],
    ["no shape", fileOf('{"w":{"dtype":"F32"}}'), /has the shape nothing/],
    ["a negative shape", fileOf(f32("[-1]", "[0,4]"), four), /has the shape \[-1\]/],
    ["two negative lengths", fileOf(f32("[-1,-1]", "[0,4]"), four), /has the shape \[-1,-1\]/],
    ["a broken length", fileOf(f32("[0.5]", "[0,4]"), four), /has the shape \[0.5\]/],
    ["a huge shape", fileOf(f32("[9007199254740991]", "[0,4]"), four), /needs 36028797018963964$/],
    ["an endless shape", fileOf(f32("[1e999]", "[0,4]"), four), /has the shape \[null\]/],
    ["an overflowing shape", fileOf(f32(`[${Array(8).fill(2 ** 52)}]`, "[0,4]"), four), /needs/],
    ["too many dimensions", fileOf(f32("[1,1,1,1,1,1,1,1,1]", "[0,4]"), four), /up to 8/],
    ["one offset", fileOf(f32("[1]", "[4]"), four), /expected a start and an end$/],
    ["a negative offset", fileOf(f32("[1]", "[-4,0]"), four), /expected a start and an end$/],
    ["offsets turned round", fileOf(f32("[1]", "[4,0]"), four), /there are 4 bytes$/],
    ["an offset past the end", fileOf(f32("[2]", "[0,8]"), four), /there are 4 bytes$/],
    ["another size", fileOf(f32("[2]", "[0,4]"), four), /has 4 bytes, its shape \[2\] needs 8$/],
    ["a gap", fileOf(f32("[1]", "[4,8]"), new Uint8Array(8)), /leaves a gap before it$/],
    ["bytes left over", fileOf(f32("[1]", "[0,4]"), new Uint8Array(8)), /end at byte 4 of 8$/],
    [
      "an overlap",
      fileOf(
        f32("[2]", "[0,8]").slice(0, -1) + "," + f32("[1]", "[4,8]").slice(1).replace("w", "v"),
        new Uint8Array(8),
      ),
      /"v" overlaps the one before it$/,
    ],
    [
      "a name that is there twice",
      fileOf(f32("[1]", "[0,4]").slice(0, -1) + "," + f32("[1]", "[0,4]").slice(1), four),
      /names a tensor twice$/,
    ],
  ];
  for (const [name, bytes, message] of lies) {
    it(`refuses ${name}`, () => assert.match(mistakeOf(bytes), message));
  }

  it("answers any bytes with tensors or a mistake", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decodeSafetensors(bytes, "x");
    }));
  });

  it("answers any JSON as header with tensors or a mistake", () => {
    const number = fc.oneof(fc.nat(16), fc.integer(), fc.double());
    const entry = fc.record({
      dtype: fc.constantFrom("F32", "F64", "I32", "I8", 3),
      shape: fc.oneof(fc.array(number, { maxLength: 3 }), fc.jsonValue()),
      data_offsets: fc.oneof(fc.array(number, { maxLength: 3 }), fc.jsonValue()),
    }, { requiredKeys: [] });
    const header = fc.oneof(fc.dictionary(fc.string(), entry), fc.jsonValue());
    fc.assert(fc.property(header, fc.uint8Array({ maxLength: 40 }), (json, data) => {
      decodeSafetensors(fileOf(JSON.stringify(json), data), "x");
    }));
  });

  it("answers a sound file with changed bytes with tensors or a mistake", () => {
    const sound = encodeSafetensors(tensors);
    const change = fc.tuple(fc.nat(sound.length - 1), fc.nat(255));
    fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const bytes = sound.slice();
      for (const [at, value] of changes) bytes[at] = value;
      decodeSafetensors(bytes, "x");
    }));
  });
});
