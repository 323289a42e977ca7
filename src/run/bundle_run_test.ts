import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { packRun, unpackRun } from "./bundle_run.ts";
import { failureOf, inFolder } from "./test_support.ts";

describe("packRun and unpackRun", () => {
  it(
    "refuse what is no bundle",
    inFolder(async (folder) => {
      const file = (name: string) => {
        const header = new TextEncoder().encode(JSON.stringify([{ name, bytes: 0 }]));
        const bundle = new Uint8Array(4 + header.length);
        new DataView(bundle.buffer).setUint32(0, header.length, true);
        bundle.set(header, 4);
        return bundle;
      };
      const directory = path.join(folder, "run");
      for (
        const bundle of [new Uint8Array(3), new Uint8Array(9), file("../x"), file("config.yaml")]
      ) {
        const { message } = await failureOf(unpackRun(directory, bundle, "0".repeat(64)));
        assert.equal(message, "The store holds a damaged copy of a run");
      }
      assert(!fs.existsSync(directory));
    }),
  );

  it(
    "say that a directory is no run",
    inFolder(async (folder) => {
      await Effect.runPromise(Effect.flip(packRun(folder)));
    }),
  );
});
