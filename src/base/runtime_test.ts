import { describe, it } from "@std/testing/bdd";
import assert from "node:assert/strict";
import { memoryAddress, nativeAllowed, openLibrary, runtime } from "./runtime.ts";

describe("runtime", () => {
  it("knows its name and version", () => {
    assert.ok(["deno", "bun", "node"].includes(runtime.name));
    assert.match(runtime.version, /^\d+\.\d+/);
  });

  it("gives undefined for a library that isn't there", () => {
    const symbols = { absent: { parameters: [], result: "void" } } as const;
    assert.equal(openLibrary(["libno-such-library-at-all.so.0"], symbols), undefined);
  });

  it("knows where a memory lies, also when it has grown", () => {
    if (!nativeAllowed()) return;
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 100, shared: true });
    const before = memoryAddress(memory);
    memory.grow(50);
    assert.ok(before > 0);
    assert.equal(memoryAddress(memory), before);
  });
});
