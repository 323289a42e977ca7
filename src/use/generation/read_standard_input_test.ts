import { describe } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { Effect } from "effect";
import { effect } from "../../base/test_effect.ts";
import { readStandardInput } from "./read_standard_input.ts";

const chunks = async function* (...parts: readonly Uint8Array[]) {
  yield* parts;
};
const bytes = (text: string) => new TextEncoder().encode(text);

describe("readStandardInput", () => {
  effect("takes all of it but a line break at the end, characters cut anywhere", function* () {
    const [first, second] = [bytes("caf\u00e9").subarray(0, 4), bytes("caf\u00e9").subarray(4)];
    assert.equal(
      yield* readStandardInput(chunks(first, second, bytes("\na\r\n\r\n"))),
      "caf\u00e9\na\r\n",
    );
    assert.equal(yield* readStandardInput(chunks()), "");
  });

  effect("refuses what is no text, and what has no end", function* () {
    const wrong = yield* Effect.flip(readStandardInput(chunks(bytes("a\n"), Uint8Array.of(0xff))));
    assert.match(wrong.message, /^standard input:2: Not UTF-8: byte 0xff/);
    const endless = async function* () {
      for (;;) yield new Uint8Array(1 << 20).fill(97);
    };
    const long = yield* Effect.flip(readStandardInput(endless()));
    assert.equal(long.message, "--prompt -: Expected at most 16 MiB on standard input, got more");
  });
});
