import { describe, it } from "@std/testing/bdd";
import { Effect, Result } from "effect";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { InputError, RunError } from "../errors.ts";
import { tryWriteGiven } from "./file_error.ts";
import { isThere, statusOf } from "./is_there.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-there-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "file"), "");
symlinkSync("file", join(folder, "link"));
symlinkSync("nothing", join(folder, "broken"));
symlinkSync("loop", join(folder, "loop"));

const there = (...path: string[]) => Effect.runSync(Effect.result(isThere(join(folder, ...path))));

describe("isThere", () => {
  it("is yes or no where nothing is, also below a file and behind a broken link", () => {
    assert.deepEqual(there("file"), Result.succeed(true));
    assert.deepEqual(there("link"), Result.succeed(true));
    for (const path of [["nothing"], ["nothing", "x"], ["file", "x"], ["broken"]]) {
      assert.deepEqual(there(...path), Result.succeed(false), path.join("/"));
    }
  });

  it("is an InputError in words where it can't be said", () => {
    const cases = [
      [["loop"], /^Cannot read ".*loop": Too many links lead to it \(ELOOP\)$/],
      [["a".repeat(300)], /: The path is too long \(ENAMETOOLONG\)$/],
      [["a\0b"], /: The path holds a zero byte \(ERR_INVALID_ARG_VALUE\)$/],
    ] as const;
    for (const [path, says] of cases) {
      const result = there(...path);
      assert.ok(Result.isFailure(result) && result.failure instanceof InputError);
      assert.match(result.failure.message, says);
    }
  });
});

describe("statusOf", () => {
  it("throws what is no answer", () => {
    assert.equal(statusOf(join(folder, "file", "x")), undefined);
    assert.throws(() => statusOf(join(folder, "loop")));
  });
});

describe("tryWriteGiven", () => {
  it("tells a path that can't be from a device that refuses", () => {
    const failure = (code: string) =>
      Effect.runSync(Effect.flip(tryWriteGiven("/a", () => {
        throw Object.assign(new Error(code), { code });
      })));
    for (const code of ["ENOTDIR", "ENAMETOOLONG", "EACCES", "ELOOP"]) {
      assert.ok(failure(code) instanceof InputError, code);
    }
    for (const code of ["ENOSPC", "EIO", "EMFILE", "EDQUOT", "EROFS"]) {
      assert.ok(failure(code) instanceof RunError, code);
    }
  });
});
