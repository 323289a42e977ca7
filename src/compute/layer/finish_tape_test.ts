import { byteOf, nowhere, pointerTo } from "../../kernels/pointer.ts";
import assert from "node:assert/strict";
import { describe, it } from "@std/testing/bdd";
import { Operation, scratchClass, tapeWords } from "../../kernels/tape.ts";
import { makeArena } from "../plan/arena.ts";
import { rowClassNumber } from "../plan/matrices.ts";
import { finishTape } from "./finish_tape.ts";
import { type Operand, shifted } from "./operand.ts";
import { makeTapeWriter } from "./tape_writer.ts";

const rows: Operand = { at: "rows", matrix: { base: pointerTo(4096), ld: 10, rows: "age" } };
const float = (value: number) => new Int32Array(Float32Array.of(value).buffer)[0]!;

describe("a tape", () => {
  it("is 16 words an instruction, as tape.ts says", () => {
    const tape = makeTapeWriter();
    const vector: Operand = { at: "vector", pointer: pointerTo(640) };
    const temporary = tape.temporary(9);
    tape.write("affine", shifted(rows, 3), 5, [vector, rows, shifted(temporary, 2)], {
      accumulate: true,
      constants: [2.5, -1],
    });
    const arena = makeArena(pointerTo(128));
    const { words, tape: { program, instructions } } = finishTape(tape.instructions, arena);
    assert.deepEqual(words, [
      ...[Operation.affine | 256, 5],
      ...[4096 + 4 * 3, 40, rowClassNumber.age],
      ...[640, 0, 0],
      ...[4096, 40, rowClassNumber.age],
      ...[4 * 2, 4 * 9, scratchClass],
      ...[float(2.5), float(-1)],
    ]);
    assert.deepEqual([program, instructions, words.length], [128, 1, tapeWords]);
    assert.equal(arena.size(), 128 + 64);
  });

  it("says where the rates of its dropouts are", () => {
    const tape = makeTapeWriter();
    tape.write("tanh", rows, 5, [rows]);
    tape.write("dropout", rows, 5, [rows, rows], { constants: [0.25, 0], salt: 77 });
    const { words, dropouts, tape: { program } } = finishTape(
      tape.instructions,
      makeArena(pointerTo(64)),
    );
    assert.equal(dropouts.length, 1);
    const { pointer, rate } = dropouts[0]!;
    const word = (byteOf(pointer) - byteOf(program)) / 4;
    assert.deepEqual([rate, words[word], words[word + 1]], [0.25, float(0.25), 77]);
  });

  it("lets temporaries share a place when one is done before the other begins", () => {
    const tape = makeTapeWriter();
    const [a, b, c] = [tape.temporary(8), tape.temporary(8), tape.temporary(8)];
    tape.write("tanh", a, 8, [rows]);
    tape.write("tanh", b, 8, [a]);
    tape.write("add", c, 8, [b, rows]);
    tape.write("copy", rows, 8, [c]);
    const { words, scratchBytes, tape: { blockRows } } = finishTape(
      tape.instructions,
      makeArena(nowhere),
    );
    const place = (instruction: number, operand: number) =>
      words.slice(tapeWords * instruction + 2 + 3 * operand).slice(0, 3);
    // a and c are never alive together, b is with both
    assert.deepEqual(place(0, 0), [0, 32, scratchClass]);
    assert.deepEqual(place(1, 0), [4 * 8 * blockRows, 32, scratchClass]);
    assert.deepEqual(place(2, 0), place(0, 0));
    assert.deepEqual([place(1, 1), place(2, 1), place(3, 1)], [
      place(0, 0),
      place(1, 0),
      place(2, 0),
    ]);
    assert.equal(scratchBytes, 4 * 16 * blockRows);
  });

  it("takes fewer rows at a time where the temporaries are wide, one at least", () => {
    const blockRows = (size: number) => {
      const tape = makeTapeWriter();
      const temporary = tape.temporary(size);
      tape.write("tanh", temporary, size, [rows]);
      tape.write("copy", rows, size, [temporary]);
      return finishTape(tape.instructions, makeArena(nowhere)).tape.blockRows;
    };
    assert.deepEqual([1, 256, 512, 2048, 10000].map(blockRows), [16, 16, 8, 2, 1]);
  });
});
