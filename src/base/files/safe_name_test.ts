import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { Effect, Result, Schema } from "effect";
import assert from "node:assert/strict";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../errors.ts";
import { nameFault, pathIn, SafeName, safeName } from "./safe_name.ts";

const bad: readonly [name: string, fault: RegExp][] = [
  ["", /is empty/],
  [".", /folder's own sign/],
  ["..", /folder's own sign/],
  ["../../victim/app", /"\/"/],
  ["/etc/passwd", /"\/"/],
  ["a\\..\\b", /"\\"/],
  ["a\u0000.txt", /control character/],
  ["a\n", /control character/],
  ["a\u001b[2J", /control character/],
  ["a\u202etxt", /control character/],
  ["a\ud800", /control character/],
  ["C:run", /drive/],
  ["NUL", /device/],
  ["com1.txt", /device/],
  ["é".repeat(101), /longer than 200 bytes/],
];

describe("nameFault", () => {
  for (const [name, fault] of bad) {
    it(`finds what ${encodeURIComponent(name.toWellFormed()).slice(0, 30)} is or holds`, () => {
      assert.match(nameFault(name) ?? "", fault);
    });
  }

  it("finds nothing wrong with names of runs, sweeps and files in any script", () => {
    for (
      const name of [
        "small-3f9c2a1b",
        "names-1-2",
        "step-00000200",
        ".lock",
        "...",
        "..x",
        "x..",
        "名前-1",
        "می\u200cشود-1",
        "a b (2)",
        "console",
        "é".repeat(100),
      ]
    ) {
      assert.equal(nameFault(name), undefined, name);
    }
  });
});

describe("pathIn", () => {
  it("is right in the folder, or an InputError, whatever the name", () => {
    const names = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom("..", ".", "/", "\\", "a", "\0", "C:"), { maxLength: 6 })
        .map((parts) => parts.join("")),
    );
    fc.assert(fc.property(names, (name) => {
      const result = Effect.runSync(Effect.result(pathIn("runs", name, "It")));
      if (Result.isFailure(result)) return assert.ok(result.failure instanceof InputError);
      assert.equal(dirname(resolve(result.success)), resolve("runs"));
      assert.equal(result.success, join("runs", name));
    }));
  });
});

describe("safeName", () => {
  it("says whose name it is and shows it, made short", () => {
    const refused = (name: string) =>
      Effect.runSync(Effect.flip(safeName(name, "The run in the store"))).message;
    assert.equal(
      refused("../x"),
      'The run in the store is named "../x", which holds a "/" or "\\": ' +
        "expected a plain name of a file or folder",
    );
    assert.ok(refused("a/".repeat(10_000)).length < 300);
  });
});

describe("SafeName", () => {
  it("decodes names and refuses what leads elsewhere", () => {
    const decode = Schema.decodeUnknownResult(SafeName);
    assert.ok(Result.isSuccess(decode("small-3f9c2a1b")));
    for (const [name] of bad) assert.ok(Result.isFailure(decode(name)), name);
  });
});
