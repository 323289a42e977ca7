import assert from "node:assert/strict";
import { it } from "@std/testing/bdd";
import { crc32c } from "./crc32c.ts";

it("gives the checksums of RFC 3720, and the usual check value", () => {
  const bytes = (of: (place: number) => number) => Uint8Array.from({ length: 32 }, (_, i) => of(i));
  assert.equal(crc32c(bytes(() => 0)), 0x8a9136aa);
  assert.equal(crc32c(bytes(() => 255)), 0x62a8ab43);
  assert.equal(crc32c(bytes((place) => place)), 0x46dd794e);
  assert.equal(crc32c(bytes((place) => 31 - place)), 0x113fdb5c);
  assert.equal(crc32c(new Uint8Array()), 0);
  assert.equal(crc32c(new TextEncoder().encode("123456789")), 0xe3069283);
});
