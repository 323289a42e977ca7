import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import process from "node:process";
import { text } from "node:stream/consumers";
import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import { InputError } from "../errors.ts";
import { isLocked, lockDirectory } from "./lock.ts";
import { effect } from "../test_effect.ts";
import { testFolder } from "../test_folder.ts";

/** Code of a process that takes the lock of a folder, says so, and stays. */
const holder = (folder: string) => `
  import { Effect } from "effect";
  import { lockDirectory } from ${JSON.stringify(new URL("./lock.ts", import.meta.url).href)};
  await Effect.runPromise(Effect.scoped(Effect.gen(function* () {
    yield* lockDirectory(${JSON.stringify(folder)});
    console.log("held");
    yield* Effect.sleep("1 minute");
  })));
`;

const evaluate = (code: string) => [process.versions["bun"] ? "-e" : "eval", code];

describe("lockDirectory", () => {
  effect("refuses a second writer until the first has closed its scope", function* () {
    const folder = yield* testFolder;
    const message = yield* Effect.scoped(Effect.gen(function* () {
      yield* lockDirectory(folder);
      const error = yield* Effect.flip(Effect.scoped(lockDirectory(folder)));
      assert.ok(error instanceof InputError);
      return error.message;
    }));
    assert.match(message, /^Run directory ".*" is in use by another process/);
    yield* Effect.scoped(lockDirectory(folder));
    assert.deepEqual(fs.readdirSync(folder), [".lock"]);
  });

  effect(
    "refuses while another process holds it, and takes over when that was killed",
    function* () {
      const folder = yield* testFolder;
      const child = spawn(process.execPath, evaluate(holder(folder)), {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const exited = once(child, "exit");
      yield* Effect.promise(() => once(child.stdout, "data"));
      const error = yield* Effect.flip(lockDirectory(folder));
      assert.match(error.message, /in use by another process/);
      assert.equal(yield* isLocked(folder), true);
      child.kill("SIGKILL");
      yield* Effect.promise(() => exited);
      assert.equal(yield* isLocked(folder), false);
      yield* Effect.scoped(lockDirectory(folder));
    },
  );

  effect(
    "still holds it for other processes after refusing a second writer of its own",
    function* () {
      const folder = yield* testFolder;
      yield* Effect.scoped(Effect.gen(function* () {
        yield* lockDirectory(folder);
        yield* Effect.flip(Effect.scoped(lockDirectory(folder)));
        assert.equal(yield* isLocked(folder), true);
        const child = spawn(process.execPath, evaluate(holder(folder)), {
          stdio: ["ignore", "ignore", "pipe"],
        });
        const told = yield* Effect.promise(() => text(child.stderr));
        assert.match(told, /in use by another process/);
      }));
    },
  );

  const foreign: [string, (file: string) => void][] = [
    ["a file that isn't empty", (file) => fs.writeFileSync(file, "SQLite format 3\0")],
    ["a link", (file) => fs.symlinkSync("/etc/passwd", file)],
    ["a folder", (file) => fs.mkdirSync(file)],
    ["a journal", (file) => fs.writeFileSync(`${file}-journal`, "x")],
  ];
  for (const [name, make] of foreign) {
    effect(`refuses ${name} in the lock's place`, function* () {
      const folder = yield* testFolder;
      make(path.join(folder, ".lock"));
      const error = yield* Effect.flip(lockDirectory(folder));
      assert.ok(error instanceof InputError);
      assert.match(error.message, /is not an empty lock file/);
      assert.equal(yield* isLocked(folder), true);
    });
  }

  effect("sees that nobody has a lock that was never taken, and leaves no file", function* () {
    const folder = yield* testFolder;
    assert.equal(yield* isLocked(folder), false);
    assert.deepEqual(fs.readdirSync(folder), []);
  });

  effect("names a folder that isn't there", function* () {
    const folder = yield* testFolder;
    const error = yield* Effect.flip(lockDirectory(path.join(folder, "gone")));
    assert.match(error.message, /^Cannot write ".*gone.*": It does not exist/);
  });
});
