import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { it } from "@std/testing/bdd";
import { decodeBase64 } from "./base64.ts";

it("decodeBase64 gives back bytes of any length, over several parts too", () => {
  for (const length of [0, 1, 2, 3, 4, 100, 3 * 2 ** 18 - 1, 3 * 2 ** 18, 3 * 2 ** 18 + 1]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * i >> 3);
    const decoded = decodeBase64(Buffer.from(bytes).toString("base64"));
    assert.equal(Buffer.compare(decoded, bytes), 0, `${length}`);
  }
});
