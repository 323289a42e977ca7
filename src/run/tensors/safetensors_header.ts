/** The header of a safetensors file; all its claims are checked against the bytes. */
import { Predicate, Result } from "effect";

/** Where a tensor lies, in bytes from the start of the data. */
export interface TensorPlace {
  readonly name: string;
  readonly dtype: "F32" | "F64" | "I32";
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

export interface Header {
  /** In the order in which the tensors lie. */
  readonly places: readonly TensorPlace[];
  /** Bytes before the data. */
  readonly dataStart: number;
}

/** A header names some tens of tensors; this is room for thousands. */
const maximumHeaderLength = 1024 * 1024;
const maximumDimensions = 8;
const widths = { F32: 4, F64: 8, I32: 4 } as const;

/** The header, or what is wrong with it. */
export function readTensorsHeader(bytes: Uint8Array): Result.Result<Header, string> {
  if (bytes.length < 8) return Result.fail(`It has ${bytes.length} bytes, too few for a header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > maximumHeaderLength) {
    return Result.fail(
      `Its header claims ${length} bytes, expected at most ${maximumHeaderLength}`,
    );
  }
  if (length > bytes.length - 8) {
    return Result.fail(`Its header claims ${length} bytes, there are ${bytes.length - 8}`);
  }
  const dataStart = 8 + length;
  const dataLength = bytes.length - dataStart;
  return Result.gen(function* () {
    const entries = yield* parseJson(bytes.subarray(8, dataStart));
    const places: TensorPlace[] = [];
    for (const [name, entry] of entries) {
      if (name === "__metadata__") yield* checkMetadata(entry);
      else places.push(yield* readPlace(name, entry, dataLength));
    }
    places.sort((a, b) => a.start - b.start || a.end - b.end);
    yield* checkCover(places, dataLength);
    return { places, dataStart };
  });
}

function parseJson(bytes: Uint8Array): Result.Result<[string, unknown][], string> {
  let text: string;
  let parsed: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    parsed = JSON.parse(text);
  } catch {
    // Not UTF-8, no JSON, or nested so deeply that the parser gave up.
    return Result.fail("Its header is not JSON");
  }
  if (!Predicate.isObject(parsed)) return Result.fail("Its header is not a JSON object");
  const entries = Object.entries(parsed);
  if (countKeys(text) !== entries.length) {
    return Result.fail("Its header names a tensor twice");
  }
  return Result.succeed(entries);
}

/** Keys of the outermost object of a sound JSON text, repeated ones included. */
function countKeys(json: string): number {
  let depth = 0;
  let keys = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (quoted) {
      if (character === "\\") i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    else if (character === ":" && depth === 1) keys++;
  }
  return keys;
}

function checkMetadata(entry: unknown): Result.Result<void, string> {
  return Predicate.isObject(entry) &&
      Object.values(entry).every((value) => typeof value === "string")
    ? Result.void
    : Result.fail(`Its "__metadata__" is not an object of strings`);
}

function readPlace(
  name: string,
  entry: unknown,
  dataLength: number,
): Result.Result<TensorPlace, string> {
  const called = `Tensor ${JSON.stringify(name.slice(0, 100))}`;
  if (!Predicate.isObject(entry)) return Result.fail(`${called} is not described by an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== "F32" && dtype !== "F64" && dtype !== "I32") {
    return Result.fail(`${called} has the type ${quote(dtype)}, expected F32, F64 or I32`);
  }
  if (!isLengths(shape) || shape.length > maximumDimensions) {
    return Result.fail(
      `${called} has the shape ${
        quote(shape)
      }, expected up to ${maximumDimensions} whole numbers from 0`,
    );
  }
  if (!isLengths(offsets) || offsets.length !== 2) {
    return Result.fail(`${called} lies at ${quote(offsets)}, expected a start and an end`);
  }
  const [start, end] = offsets as [number, number];
  if (start > end || end > dataLength) {
    return Result.fail(`${called} lies at ${quote(offsets)}, there are ${dataLength} bytes`);
  }
  const size = shape.reduce((product, length) => product * length, widths[dtype]);
  if (size !== end - start) {
    return Result.fail(
      `${called} has ${end - start} bytes, its shape ${quote(shape)} needs ${size}`,
    );
  }
  return Result.succeed({ name, dtype, shape, start, end });
}

/** The tensors lie one after another and fill the file. */
function checkCover(
  places: readonly TensorPlace[],
  dataLength: number,
): Result.Result<void, string> {
  let end = 0;
  for (const place of places) {
    if (place.start !== end) {
      const what = place.start < end ? "overlaps the one before it" : "leaves a gap before it";
      return Result.fail(`Tensor ${JSON.stringify(place.name.slice(0, 100))} ${what}`);
    }
    end = place.end;
  }
  return end === dataLength
    ? Result.void
    : Result.fail(`Its tensors end at byte ${end} of ${dataLength}`);
}

function isLengths(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function quote(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? "nothing").slice(0, 100);
  } catch {
    return "something deeply nested";
  }
}
