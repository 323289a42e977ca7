import assert from "node:assert/strict";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { effect } from "../test_effect.ts";
import { FileInputError, FileRunError, tryRead, tryWrite, tryWriteGiven } from "./file_error.ts";

const refusing = (code: string) => () => {
  throw Object.assign(new Error(`${code}: bad, write`), { code });
};

describe("tryWrite and tryRead", () => {
  effect("tell a fault of the machine from one of the input", function* () {
    const written = yield* Effect.flip(tryWrite("/a/b", refusing("ENOSPC")));
    assert.ok(written instanceof FileRunError);
    assert.equal(written.message, 'Cannot write "/a/b": No space is left on the device (ENOSPC)');
    const read = yield* Effect.flip(tryRead("/a/b", refusing("ENOSPC")));
    assert.ok(read instanceof FileInputError);
    const { operation, path, code } = read;
    assert.deepEqual({ operation, path, code }, {
      operation: "read",
      path: "/a/b",
      code: "ENOSPC",
    });
  });
});

describe("tryWriteGiven", () => {
  effect("blames the path that was given, or the device", function* () {
    const path = yield* Effect.flip(tryWriteGiven("/a/b", refusing("EEXIST")));
    assert.ok(path instanceof FileInputError);
    assert.equal(path.message, 'Cannot write "/a/b": It exists already (EEXIST)');
    const device = yield* Effect.flip(tryWriteGiven("/a/b", refusing("EIO")));
    assert.ok(device instanceof FileRunError);
  });
});
