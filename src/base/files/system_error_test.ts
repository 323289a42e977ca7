import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { describeFileError, fileFault } from "./system_error.ts";

const failed = (code: string) => Object.assign(new Error(`${code}: bad, write`), { code });

const forbidden = new Error(
  'Requires all access to "/proc/x", run again with the --allow-all flag',
);
forbidden.name = "NotCapable";

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
    assert.equal(describeFileError(forbidden), "The program's permissions do not reach there");
  });

  it("keeps to one line whatever was thrown", () => {
    assert.equal(describeFileError(new Error("one\ntwo")), "one");
    assert.equal(describeFileError("text"), "text");
    assert.equal(describeFileError(null), "null");
  });
});

describe("fileFault", () => {
  const cases = [
    [failed("ENOENT"), "missing"],
    [failed("ENOTDIR"), "missing"],
    [failed("EISDIR"), "folder"],
    [failed("EACCES"), "forbidden"],
    [failed("EPERM"), "forbidden"],
    [forbidden, "forbidden"],
    [failed("ENAMETOOLONG"), "name too long"],
    [failed("ENOSPC"), undefined],
    [new Error("ENOENT"), undefined],
  ] as const;
  for (const [cause, fault] of cases) {
    it(`is ${fault} for ${cause.name} ${cause.message}`, () => {
      assert.equal(fileFault(cause), fault);
    });
  }
});
