import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe } from "@std/testing/bdd";
import { effect } from "../../base/test_effect.ts";
import { readSweep } from "./read_sweep.ts";

const folder = fileURLToPath(new URL("../../../configs/sweeps/", import.meta.url));

describe("configs/sweeps", () => {
  for (const name of readdirSync(folder)) {
    effect(`${name} is right`, function* () {
      const { trials, space } = yield* readSweep(folder + name);
      assert(trials > 1 && space.length > 1);
    });
  }
});
