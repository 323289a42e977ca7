import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "@std/testing/bdd";
import { Effect } from "effect";
import { readSweep } from "./read_sweep.ts";

const folder = fileURLToPath(new URL("../../../configs/sweeps/", import.meta.url));

describe("configs/sweeps", () => {
  for (const name of readdirSync(folder)) {
    it(`${name} is right`, async () => {
      const { trials, space } = await Effect.runPromise(readSweep(folder + name));
      assert(trials > 1 && space.length > 1);
    });
  }
});
