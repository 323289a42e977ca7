import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { makeOutput } from "./output.ts";

/** An output on a device that refuses from its second write on, and what the screen is told. */
function refusing(code: string) {
  const written: string[] = [];
  const said: string[] = [];
  const write = (text: string) => {
    if (written.length > 0) throw Object.assign(new Error("refused"), { code });
    written.push(text);
  };
  return {
    written,
    said,
    output: makeOutput({ write }, { print: (text) => void said.push(text) }),
  };
}

describe("makeOutput", () => {
  it("writes results as they are, control characters as escapes", () => {
    const { written, output } = refusing("");
    assert.equal(output.write(`${"x".repeat(3000)}\x1b[2J\n`), true);
    assert.deepEqual(written, [`${"x".repeat(3000)}\\u001b[2J\n`]);
    assert.equal(output.refused(), false);
  });

  it("gives back a text as it is, unless on a terminal", () => {
    for (const isTTY of [false, true]) {
      const written: string[] = [];
      const device = { isTTY, write: (text: string) => void written.push(text) };
      assert.equal(makeOutput(device, { print: () => {} }).giveBack("\u202bx\u001b"), true);
      assert.deepEqual(written, [isTTY ? "\\u202bx\\u001b" : "\u202bx\u001b"]);
    }
  });

  it("says once that the device refuses, and writes nothing after the gap", () => {
    const { written, said, output } = refusing("ENOSPC");
    assert.deepEqual(["1", "2", "3"].map(output.write), [true, false, false]);
    assert.deepEqual(written, ["1"]);
    assert.deepEqual(said, [
      "Cannot write to standard output: No space is left on the device (ENOSPC)",
    ]);
    assert.equal(output.refused(), true);
  });

  it("takes a reader that went away for no failure", () => {
    const { said, output } = refusing("EPIPE");
    assert.deepEqual(["1", "2", "3"].map(output.write), [true, false, false]);
    assert.deepEqual([said, output.refused()], [[], false]);
  });
});
