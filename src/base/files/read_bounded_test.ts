import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "@std/testing/bdd";
import { inFolder } from "../../run/test_support.ts";
import { NotPlainFile, readBounded } from "./read_bounded.ts";

describe("readBounded", () => {
  it(
    "gives the whole of a file, or one byte more than it may have",
    inFolder(async (folder) => {
      const file = path.join(folder, "file");
      const bytes = Uint8Array.from({ length: 20 }, (_, i) => i);
      fs.writeFileSync(file, bytes);
      for (const most of [0, 5, 19, 20, 21, 100]) {
        assert.deepEqual(await readBounded(file, most), bytes.slice(0, most + 1), `${most}`);
      }
    }),
  );

  it(
    "reads a plain file only, where that is wanted",
    inFolder(async (folder) => {
      const file = path.join(folder, "file");
      fs.writeFileSync(file, "text");
      assert.equal((await readBounded(file, 9, { plain: true })).length, 4);
      await assert.rejects(readBounded(folder, 9, { plain: true }), { code: "EISDIR" });
      await assert.rejects(readBounded(path.join(folder, "none"), 9, { plain: true }), {
        code: "ENOENT",
      });
      if (!fs.existsSync("/dev/zero")) return;
      assert.equal((await readBounded("/dev/zero", 9)).length, 10);
      await assert.rejects(readBounded("/dev/zero", 9, { plain: true }), NotPlainFile);
    }),
  );
});
