import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { InputError, RunError } from "../../base/errors.ts";
import { effect } from "../../base/test_effect.ts";
import { testFolder } from "../../base/test_folder.ts";
import { temporaryCopy } from "./temporary_copy.ts";

describe("temporaryCopy", () => {
  async function* input() {
    yield await Promise.resolve(Buffer.from("a "));
    yield Buffer.from("secret");
  }
  effect("copies a stream to a file only its owner may read, until the scope closes", function* () {
    const folder = join(yield* testFolder, "new");
    const read = Effect.map(temporaryCopy(input(), folder), (path) => {
      assert.equal(statSync(path).mode & 0o777, 0o600);
      return readFileSync(path, "utf8");
    });
    assert.equal(yield* Effect.scoped(read), "a secret");
    assert.deepEqual(readdirSync(folder), []);
  });
  effect("says where the copy can't be written", function* () {
    const file = join(yield* testFolder, "file");
    writeFileSync(file, "");
    const error = yield* Effect.flip(temporaryCopy(input(), file));
    assert.ok(error instanceof RunError);
    assert.match(
      error.message,
      /^Cannot write the copy of standard input ".*\/file\/stdin-[^"]+\.tmp": /,
    );
  });
  effect("says that the stream can't be read", function* () {
    async function* broken() {
      yield await Promise.resolve(Buffer.from("a"));
      throw Object.assign(new Error("input/output error"), { code: "EIO" });
    }
    const error = yield* Effect.flip(temporaryCopy(broken(), yield* testFolder));
    assert.ok(error instanceof InputError);
    assert.match(error.message, /^standard input: The device reports an input\/output error/);
  });
});
