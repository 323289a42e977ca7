import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { InputError, RunError } from "../errors.ts";
import { describeFileError, tryRead, tryWrite } from "./file_error.ts";

const failed = (code: string) => Object.assign(new Error(`${code}: bad, write`), { code });

describe("describeFileError", () => {
  const cases = [
    ["ENOSPC", "No space is left on the device (ENOSPC)"],
    ["EROFS", "The file system is read-only (EROFS)"],
    ["EACCES", "Permission is denied (EACCES)"],
    ["EDQUOT", "The disk quota is used up (EDQUOT)"],
    ["EWHAT", "EWHAT: bad, write"],
  ] as const;
  for (const [code, words] of cases) {
    it(`says ${code} in words`, () => assert.equal(describeFileError(failed(code)), words));
  }

  it("knows a file that would be too large where Deno gives no code", () => {
    const cause = new Error("File too large (os error 27)");
    assert.equal(describeFileError(cause), "The file would be too large (EFBIG)");
  });

  it("has words of its own for what the runtime's permissions forbid", () => {
    const cause = new Error(
      'Requires all access to "/proc/x", run again with the --allow-all flag',
    );
    cause.name = "NotCapable";
    assert.equal(describeFileError(cause), "The program's permissions do not reach there");
  });

  it("keeps to one line whatever was thrown", () => {
    assert.equal(describeFileError(new Error("one\ntwo")), "one");
    assert.equal(describeFileError("text"), "text");
    assert.equal(describeFileError(null), "null");
  });
});

describe("tryWrite and tryRead", () => {
  it("tell a fault of the machine from one of the input", async () => {
    const fail = () => {
      throw failed("ENOSPC");
    };
    const written = await Effect.runPromise(Effect.flip(tryWrite("/a/b", fail)));
    assert.ok(written instanceof RunError);
    assert.equal(written.message, 'Cannot write "/a/b": No space is left on the device (ENOSPC)');
    const read = await Effect.runPromise(Effect.flip(tryRead("/a/b", fail)));
    assert.ok(read instanceof InputError);
  });
});
