import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { readText } from "./read_text.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-text-"));
after(() => rmSync(folder, { recursive: true }));

const failure = async (name: string): Promise<string> =>
  (await Effect.runPromise(Effect.flip(readText(join(folder, name), name)))).message;

describe("readText", () => {
  it("reads UTF-8 without its byte order mark", async () => {
    writeFileSync(join(folder, "a"), "\ufeffé\r\n");
    assert.equal(await Effect.runPromise(readText(join(folder, "a"), "a")), "é\r\n");
  });

  it("refuses a file of ten megabytes and one without end by naming the limit", async () => {
    writeFileSync(join(folder, "large"), new Uint8Array(10 << 20).fill(0x20));
    const limit = "Larger than 1048576 bytes, too large for a config";
    assert.equal(await failure("large"), limit);
    const endless = await Effect.runPromise(Effect.result(readText("/dev/zero", "/dev/zero")));
    // Where the runtime's permissions keep devices away, that is the message.
    if (endless._tag === "Failure") {
      assert.ok([limit, "May not be read"].includes(endless.failure.message));
    } else assert.fail("it was accepted");
  });

  it("refuses what is no text, no file or not there", async () => {
    writeFileSync(join(folder, "broken"), Uint8Array.of(0x61, 0xff));
    assert.equal(await failure("broken"), "Not UTF-8 text");
    assert.equal(await failure("."), "Is a folder, expected a file");
    assert.equal(await failure("brokem"), "No such file, did you mean broken?");
  });

  it("refuses a pipe or a device that a config names, before it is opened", async () => {
    const pipe = join(folder, "pipe");
    if (spawnSync("mkfifo", [pipe]).status !== 0) return; // a system without pipes in folders
    const refused = Effect.flip(readText(pipe, "pipe", { plain: true }));
    assert.equal((await Effect.runPromise(refused)).message, "Is no plain file");
  });

  it("has words of its own where the runtime's permissions forbid a path", async () => {
    const { message } = await Effect.runPromise(Effect.flip(readText("/proc/none", "/proc/none")));
    assert.doesNotMatch(message, /--allow|Requires/);
  });
});
