import { crc32c } from "./crc32c.ts";

/**
 * A record of a TFRecord file: length (8 bytes), checksum of the length, data, checksum of the data;
 * numbers have their lowest byte first.
 *
 * https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
export function encodeRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(crc32c(record.subarray(0, 8))), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(data)), true);
  return record;
}

/** A checksum as it is stored, so that it may be part of what another checksum is taken of. */
const masked = (checksum: number): number =>
  (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
