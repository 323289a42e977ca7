/**
 * The safetensors file format: eight bytes with the header's length (little-endian), the header (a
 * JSON object from name to type, shape and place), then the tensors' bytes (little-endian).
 *
 * Files written here have no metadata, and their tensors are sorted by name, so equal tensors give
 * equal bytes. Files read here are not trusted: every claim of the header is checked against the
 * bytes before it is used.
 *
 * Format: https://huggingface.co/docs/safetensors
 */
import { Result, Schema } from "effect";
import { InputError } from "../../base/errors.ts";
import { readTensorsHeader, type TensorPlace } from "./safetensors_header.ts";

export interface Tensor {
  readonly shape: readonly number[];
  /** As many elements as the product of `shape`, row-major. */
  readonly data: Float32Array | Float64Array | Int32Array;
}

export type Tensors = ReadonlyMap<string, Tensor>;

/** Bytes that are no sound safetensors file. */
export class WrongSafetensors extends InputError.extend<WrongSafetensors>("WrongSafetensors")({
  _tag: Schema.tag("WrongSafetensors"),
  file: Schema.String,
  /** What is wrong, in words: `Its header is not JSON`. */
  what: Schema.String,
}) {
  override get message(): string {
    return `"${this.file}" is not a sound safetensors file: ${this.what}`;
  }
}

/** The bytes of a safetensors file. Throws a RangeError for data that doesn't fit its shape. */
export function encodeSafetensors(tensors: Tensors): Uint8Array<ArrayBuffer> {
  const names = [...tensors.keys()].sort();
  const entries: string[] = [];
  const pieces: Uint8Array[] = [];
  let end = 0;
  for (const name of names) {
    const { shape, data } = tensors.get(name)!;
    if (data.length !== shape.reduce((product, length) => product * length, 1)) {
      throw new RangeError(`Tensor "${name}" has ${data.length} elements, not [${shape}]`);
    }
    const start = end;
    end += data.byteLength;
    entries.push(
      `${JSON.stringify(name)}:{"data_offsets":[${start},${end}],` +
        `"dtype":"${dtypeOf(data)}","shape":[${shape.join(",")}]}`,
    );
    pieces.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  const header = new TextEncoder().encode(`{${entries.join(",")}}`);
  const headerLength = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end);
  new DataView(bytes.buffer).setUint32(0, headerLength, true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(header, 8);
  let at = 8 + headerLength;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/**
 * The tensors of a safetensors file of types F32, F64 and I32. `file` is its name for messages.
 *
 * Errors: an InputError for a header that is no such header, is too long, or that lies about
 * names, types, shapes or places. Memory is allocated by the file's true size only.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  file: string,
): Result.Result<Tensors, WrongSafetensors> {
  return Result.map(
    Result.mapError(readTensorsHeader(bytes), (what) => new WrongSafetensors({ file, what })),
    ({ places, dataStart }) =>
      new Map(places.map((place) => [
        place.name,
        { shape: place.shape, data: elements(bytes, dataStart, place) },
      ])),
  );
}

/** A copy, since typed arrays must begin at multiples of their width and a file's needn't. */
function elements(bytes: Uint8Array, dataStart: number, place: TensorPlace): Tensor["data"] {
  const copy = bytes.slice(dataStart + place.start, dataStart + place.end).buffer;
  switch (place.dtype) {
    case "F32":
      return new Float32Array(copy);
    case "F64":
      return new Float64Array(copy);
    case "I32":
      return new Int32Array(copy);
  }
}

function dtypeOf(data: Tensor["data"]): string {
  if (data instanceof Float32Array) return "F32";
  return data instanceof Float64Array ? "F64" : "I32";
}
