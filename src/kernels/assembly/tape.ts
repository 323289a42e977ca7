// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Runs a tape of row operations; src/kernels/tape.ts describes its form. */
import { dropoutRows } from "./dropout";
import { elementwiseRows } from "./elementwise_rows";
import { layernormGradientRows, layernormRows } from "./layernorm";
import { softmaxGradientRows, softmaxRows } from "./softmax";
import { instructionBytes, Operation, scratchClass } from "./tape_format";

/**
 * Address of an operand's first row in the block that starts at row `first`; `operand` points at
 * its three words: base, stride, class.
 */
@inline
function address(operand: usize, first: i32, starts: usize, scratch: usize): usize {
  const base: usize = load<u32>(operand);
  const kind: usize = load<u32>(operand, 8);
  if (kind == scratchClass) return scratch + base;
  return base + <usize> (load<i32>(starts + (kind << 2)) + first) * <usize> load<u32>(operand, 4);
}

/** See Kernels.tape in src/kernels/kernels.ts. */
export function tape(
  program: usize, instructions: i32, rows: i32, blockRows: i32, starts: usize, scratch: usize,
): void {
  const end = program + <usize> instructions * instructionBytes;
  for (let first = 0; first < rows; first += blockRows) {
    const count = min(blockRows, rows - first);
    for (let at = program; at < end; at += instructionBytes) {
      run(at, first, count, starts, scratch);
    }
  }
}

/** One instruction on rows first…first + rows − 1. */
function run(at: usize, first: i32, rows: i32, starts: usize, scratch: usize): void {
  const word = load<u32>(at);
  const accumulate = (word & 0x100) != 0;
  const columns = load<i32>(at, 4);
  const d = address(at + 8, first, starts, scratch);
  const ds: usize = load<u32>(at, 12);
  const a = address(at + 20, first, starts, scratch);
  const as_: usize = load<u32>(at, 24);
  const b = address(at + 32, first, starts, scratch);
  const bs: usize = load<u32>(at, 36);
  const constants = at + 56;
  const operation = <i32> (word & 0xFF);
  if (elementwiseRows(operation, rows, columns, d, ds, a, as_, b, bs, constants, accumulate)) {
    return;
  }
  switch (operation) {
    case Operation.softmax:
      softmaxRows(rows, columns, d, ds, a, as_, accumulate);
      break;
    case Operation.layernorm:
      layernormRows(rows, columns, d, ds, a, as_, load<f32>(constants), accumulate);
      break;
    case Operation.dropout:
      dropoutRows(
        rows, columns, d, ds, a, as_, b, bs, load<f32>(constants), load<u32>(constants, 4),
        accumulate,
      );
      break;
    case Operation.softmaxGradient:
      softmaxGradientRows(rows, columns, d, ds, a, as_, b, bs, accumulate);
      break;
    case Operation.layernormGradient: {
      const c = address(at + 44, first, starts, scratch);
      const cs: usize = load<u32>(at, 48);
      layernormGradientRows(
        rows, columns, d, ds, a, as_, b, bs, c, cs, load<f32>(constants), accumulate,
      );
      break;
    }
    default: unreachable();
  }
}
