import "./prevent_async_resources.ts";
import assert from "node:assert/strict";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { it } from "@std/testing/bdd";
import { runtime } from "./runtime.ts";

/** What Effect finds if it is loaded now. */
const atFirst = {
  hooks: process.getBuiltinModule("node:async_hooks"),
  path: process.getBuiltinModule("node:path"),
};

it("AsyncResource is hidden while modules are loaded, and nothing else ever", async () => {
  assert.equal(atFirst.hooks === undefined, runtime.name === "deno");
  assert.notEqual(atFirst.path, undefined);
  await pause(1);
  assert.notEqual(process.getBuiltinModule("node:async_hooks"), undefined);
});
