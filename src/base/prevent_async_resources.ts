/**
 * Import this module before Effect, for its side effect: Effect then finds no `AsyncResource`.
 *
 * Effect captures one whenever a fiber waits, and resumes inside it. Under Deno 2.9 each one holds
 * the previous one, so a fiber that waits a million times, as in a long training, holds a million
 * of them (measured: 420 bytes each, some 500 MB for a million steps). They carry
 * `AsyncLocalStorage` through fibers, which nothing here uses. Once everything is loaded, others
 * can find the class again.
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
