// deno-fmt-ignore-file -- AssemblyScript, not TypeScript: its decorators would be lost
/** Runs a tape of row operations; its form is told in src/kernels/tape.ts. */
import { dropoutRows } from "./dropout";
import { elementwise } from "./elementwise";
import { layernormGradientRows, layernormRows } from "./layernorm";
import { Operation } from "./operation";
import { softmaxGradientRows, softmaxRows } from "./softmax";

const instructionBytes: usize = 64;
const scratchClass = 7;

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
  switch (<i32> (word & 0xFF)) {
    case Operation.add: addRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.subtract: subtractRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.multiply: multiplyRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.divide: divideRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.affine: affineRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.copy: copyRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.fill: fillRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.sigmoid: sigmoidRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.tanh: tanhRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.relu: reluRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.softsign: softsignRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.exp: expRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.log: logRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.sigmoidGradient: sigmoidGradientRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.tanhGradient: tanhGradientRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.reluGradient: reluGradientRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.softsignGradient: softsignGradientRows(rows, columns, d, ds, a, as_, b, bs, constants, accumulate); break;
    case Operation.softmax:
      softmaxRows(rows, columns, d, ds, a, as_, accumulate);
      break;
    case Operation.layernorm:
      layernormRows(rows, columns, d, ds, a, as_, load<f32>(constants), accumulate);
      break;
    case Operation.dropout:
      dropoutRows(
        rows, columns, d, ds, a, as_, b, bs, load<f32>(constants), load<u32>(constants, 4), accumulate,
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

function addRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.add, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function subtractRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.subtract, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function multiplyRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.multiply, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function divideRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.divide, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function affineRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.affine, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function copyRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.copy, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function fillRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.fill, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function sigmoidRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.sigmoid, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function tanhRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.tanh, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function reluRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.relu, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function softsignRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.softsign, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function expRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.exp, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function logRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.log, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function sigmoidGradientRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.sigmoidGradient, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function tanhGradientRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.tanhGradient, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function reluGradientRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.reluGradient, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}

function softsignGradientRows(
  rows: i32, columns: i32, d: usize, ds: usize, a: usize, as_: usize, b: usize, bs: usize, constants: usize, accumulate: bool,
): void {
  elementwise(Operation.softsignGradient, rows, columns, d, ds, a, as_, b, bs, constants, accumulate);
}
