import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { closeFile, isClosed } from "./closed_to_others.ts";

const folder = mkdtempSync(join(tmpdir(), "unroll-closed-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("isClosed", () => {
  it("looks at what anybody may do, and not at the group", () => {
    for (const [mode, closed] of [[0o700, true], [0o750, true], [0o755, false], [0o711, false]]) {
      chmodSync(folder, mode as number);
      assert.equal(isClosed(folder), closed);
    }
    assert.equal(isClosed(join(folder, "none")), false);
  });
});

describe("closeFile", () => {
  it("leaves a file to its owner, and makes none", () => {
    const file = join(folder, "a");
    for (const mode of [0o644, 0o660, 0o400]) {
      writeFileSync(file, "");
      chmodSync(file, mode);
      closeFile(file);
      assert.equal(statSync(file).mode & 0o777, mode === 0o400 ? 0o400 : 0o600);
      rmSync(file);
    }
    closeFile(file);
    assert.ok(!existsSync(file));
  });
});
