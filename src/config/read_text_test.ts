import { describe } from "@std/testing/bdd";
import { Effect } from "effect";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { effect } from "../base/test_effect.ts";
import { readText } from "./read_text.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-text-"));
after(() => rmSync(folder, { recursive: true }));

const failure = (name: string, path = join(folder, name), plain = false) =>
  Effect.map(Effect.flip(readText(path, name, { plain })), ({ message }) => message);

describe("readText", () => {
  effect("reads UTF-8 without its byte order mark", function* () {
    writeFileSync(join(folder, "a"), "\ufeffé\r\n");
    assert.equal(yield* readText(join(folder, "a"), "a"), "é\r\n");
  });

  effect("refuses a file of ten megabytes and one without end by naming the limit", function* () {
    writeFileSync(join(folder, "large"), new Uint8Array(10 << 20).fill(0x20));
    const limit = "Larger than 1048576 bytes, too large for a config";
    assert.equal(yield* failure("large"), limit);
    // Where the runtime's permissions keep devices away, that is the message.
    const endless = yield* failure("/dev/zero", "/dev/zero");
    assert.ok([limit, "May not be read"].includes(endless), endless);
  });

  effect("refuses what is no text, no file or not there", function* () {
    writeFileSync(join(folder, "broken"), Uint8Array.of(0x61, 0xff));
    assert.equal(yield* failure("broken"), "Not UTF-8 text");
    assert.equal(yield* failure("."), "Is a folder, expected a file");
    assert.equal(yield* failure("brokem"), "No such file, did you mean broken?");
  });

  effect("refuses a pipe or a device that a config names, before it is opened", function* () {
    const pipe = join(folder, "pipe");
    if (spawnSync("mkfifo", [pipe]).status !== 0) return; // a system without pipes in folders
    assert.equal(yield* failure("pipe", pipe, true), "Is no plain file");
  });

  effect("has words of its own where the runtime's permissions forbid a path", function* () {
    assert.doesNotMatch(yield* failure("/proc/none", "/proc/none"), /--allow|Requires/);
  });
});
