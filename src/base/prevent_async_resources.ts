/**
 * To be imported before Effect, for what it does: Effect then finds no `AsyncResource`.
 *
 * Effect captures one each time that a fiber waits and resumes inside it. Under Deno 2.9 each holds
 * the one before, so a fiber that waits a million times, as a long training does, holds a million
 * (measured: 420 bytes each, some 500 MB for a million steps). They serve to carry
 * `AsyncLocalStorage` through fibers, which nothing here uses. Once everything is loaded the module
 * is found again by others.
 */
import process from "node:process";
import { runtime } from "./runtime.ts";

const find = process.getBuiltinModule;
if (runtime.name === "deno") {
  process.getBuiltinModule = ((name: string) =>
    name === "node:async_hooks" ? undefined : find.call(process, name)) as typeof find;
  setTimeout(() => {
    process.getBuiltinModule = find;
  }, 0);
}
