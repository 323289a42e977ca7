import { byteOf, nowhere, pointerTo } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { makeArena } from "./arena.ts";

describe("makeArena", () => {
  it("gives places on cache lines, one after another, all inside its size", () => {
    fc.assert(fc.property(fc.nat(1000), fc.array(fc.nat(500)), (start, counts) => {
      const arena = makeArena(pointerTo(start));
      let end = start;
      for (const count of counts) {
        const pointer = byteOf(arena.elements(count));
        assert.equal(pointer % 64, 0);
        assert.ok(pointer >= end);
        end = pointer + 4 * count;
      }
      assert.ok(arena.size() >= end);
    }));
  });

  it("counts bytes and elements", () => {
    const arena = makeArena(nowhere);
    arena.bytes(64);
    assert.equal(byteOf(arena.elements(17)), 64);
    assert.equal(byteOf(arena.bytes(1)), 192);
    assert.equal(arena.size(), 256);
  });
});
