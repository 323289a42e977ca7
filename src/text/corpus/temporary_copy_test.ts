import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { InputError, RunError } from "../../base/errors.ts";
import { temporaryCopy } from "./temporary_copy.ts";

describe("temporaryCopy", () => {
  let base = "";
  before(() => void (base = mkdtempSync(join(tmpdir(), "unroll-"))));
  after(() => rmSync(base, { recursive: true }));

  async function* input() {
    yield await Promise.resolve(Buffer.from("a "));
    yield Buffer.from("secret");
  }
  it("copies a stream to a file that only its owner may read, until the scope closes", async () => {
    const folder = join(base, "new");
    const read = Effect.map(temporaryCopy(input(), folder), (path) => {
      assert.equal(statSync(path).mode & 0o777, 0o600);
      return readFileSync(path, "utf8");
    });
    assert.equal(await Effect.runPromise(Effect.scoped(read)), "a secret");
    assert.deepEqual(readdirSync(folder), []);
  });
  it("says where the copy can't be written", async () => {
    writeFileSync(join(base, "file"), "");
    await assert.rejects(
      Effect.runPromise(Effect.scoped(temporaryCopy(input(), join(base, "file")))),
      (e) =>
        e instanceof RunError &&
        /^Cannot write the copy of standard input ".*\/file\/stdin-[^"]+\.tmp": /.test(e.message),
    );
  });
  it("says that the stream can't be read", async () => {
    async function* broken() {
      yield await Promise.resolve(Buffer.from("a"));
      throw Object.assign(new Error("input/output error"), { code: "EIO" });
    }
    await assert.rejects(
      Effect.runPromise(Effect.scoped(temporaryCopy(broken(), base))),
      (e) =>
        e instanceof InputError &&
        /^standard input: The device reports an input\/output error/.test(e.message),
    );
  });
});
