/** Tapes for tests, on a memory of their own, and each operation in float64. */
import { dropoutKeeps, dropoutThreshold } from "../base/random/dropout.ts";
import { loadKernels } from "./load_kernels.ts";
import { byteOf, nowhere, type Pointer } from "./pointer.ts";
import { Operation, tapeWords } from "./tape.ts";
import { TestArena } from "./test_arena.ts";

export const arena = new TestArena(16);
export const kernels = loadKernels(arena.memory);

export type Name = keyof typeof Operation;

/** What a row becomes: float64, from the rows a, b and c, the constants and a row's key. */
interface RowInput {
  a: Float64Array;
  b: Float64Array;
  c: Float64Array;
  constants: [number, number];
  key: number;
}

const each = (f: (a: number, b: number, c: number) => number) => ({ a, b, c }: RowInput) =>
  a.map((x, i) => f(x, b[i]!, c[i]!));
const sum = (x: Float64Array) => x.reduce((total, value) => total + value, 0);
export const mean = (x: Float64Array) => sum(x) / x.length;
export const inverseDeviation = (x: Float64Array, epsilon: number) =>
  1 / Math.sqrt(mean(x.map((v) => (v - mean(x)) ** 2)) + epsilon);
export const salt = 77;

export const reference: Record<Name, (row: RowInput) => Float64Array> = {
  add: each((a, b) => a + b),
  subtract: each((a, b) => a - b),
  multiply: each((a, b) => a * b),
  divide: each((a, b) => a / b),
  affine: ({ a, constants: [k0, k1] }) => a.map((x) => k0 * x + k1),
  copy: each((a) => a),
  fill: ({ a, constants: [k0] }) => a.map(() => k0),
  sigmoid: each((a) => 1 / (1 + Math.exp(-a))),
  tanh: each(Math.tanh),
  relu: each((a) => Math.max(a, 0)),
  softsign: each((a) => a / (1 + Math.abs(a))),
  exp: each(Math.exp),
  log: each((a) => Math.log(a)),
  softmax: ({ a }) => {
    const top = Math.max(...a);
    const total = sum(a.map((x) => Math.exp(x - top)));
    return a.map((x) => Math.exp(x - top) / total);
  },
  layernorm: ({ a, constants: [epsilon] }) => {
    const factor = inverseDeviation(a, epsilon);
    return a.map((x) => (x - mean(a)) * factor);
  },
  dropout: ({ a, constants: [rate], key }) =>
    a.map((x, i) => dropoutKeeps(key, salt, i, dropoutThreshold(rate)) ? x / (1 - rate) : 0),
  sigmoidGradient: each((dy, y) => dy * y * (1 - y)),
  tanhGradient: each((dy, y) => dy * (1 - y * y)),
  reluGradient: each((dy, y) => y > 0 ? dy : 0),
  softsignGradient: each((dy, y) => dy * (1 - Math.abs(y)) ** 2),
  softmaxGradient: ({ a, b }) => {
    const dot = sum(a.map((dy, i) => dy * b[i]!));
    return a.map((dy, i) => b[i]! * (dy - dot));
  },
  layernormGradient: ({ a, b, c, constants: [epsilon] }) => {
    const along = mean(a.map((dy, i) => dy * b[i]!));
    const factor = inverseDeviation(c, epsilon);
    return a.map((dy, i) => factor * (dy - mean(a) - b[i]! * along));
  },
};

/** Operations whose a must be positive, or whose constant 0 is a small positive number. */
export const constants: Partial<Record<Name, [number, number]>> = {
  affine: [-1.5, 0.25],
  fill: [0.75, 0],
  layernorm: [1e-5, 0],
  layernormGradient: [1e-5, 0],
  dropout: [0.25, 0],
};

export interface Operand {
  base: Pointer;
  /** Bytes. */
  stride: number;
  class: number;
}

export interface Instruction {
  operation: Name;
  accumulate?: boolean;
  columns: number;
  destination: Operand;
  a: Operand;
  b?: Operand;
  c?: Operand;
  /** Those of the operation's tests where none are given. */
  constants?: readonly [number, number];
}

const none: Operand = { base: nowhere, stride: 0, class: 0 };

/** Writes a tape into the arena. */
export function writeTape(instructions: readonly Instruction[]): Pointer {
  const at = arena.bytes(4 * tapeWords * instructions.length);
  const words = new Int32Array(arena.memory.buffer, byteOf(at), tapeWords * instructions.length);
  const floats = new Float32Array(arena.memory.buffer, byteOf(at), words.length);
  instructions.forEach((instruction, i) => {
    const start = i * tapeWords;
    words[start] = Operation[instruction.operation] | (instruction.accumulate ? 256 : 0);
    words[start + 1] = instruction.columns;
    const { destination, a, b = none, c = none } = instruction;
    [destination, a, b, c].forEach((operand, j) => {
      words.set([byteOf(operand.base), operand.stride, operand.class], start + 2 + 3 * j);
    });
    floats.set(instruction.constants ?? constants[instruction.operation] ?? [0, 0], start + 14);
    if (instruction.operation === "dropout") words[start + 15] = salt;
  });
  return at;
}

/** One row of an operation, from rows and, for dropout, a key. */
export function rowOf(
  operation: Name,
  [a, b, c]: readonly Float32Array[],
  { key = 0, rate = 0.25 } = {},
): Float32Array {
  arena.reset();
  const columns = a!.length, dropout = operation === "dropout";
  const [destination, ...sources] = [new Float32Array(columns), a!, b ?? a!, c ?? a!]
    .map((row) => ({ base: arena.floats(row), stride: 4 * columns, class: 0 }));
  if (dropout) sources[1] = { base: arena.ints([key]), stride: 4, class: 0 };
  const program = writeTape([{
    operation,
    columns,
    destination: destination!,
    a: sources[0]!,
    b: sources[1]!,
    c: sources[2]!,
    ...dropout ? { constants: [rate, 0] } : {},
  }]);
  kernels.tape(program, 1, 1, 1, arena.ints(new Array(8).fill(0)), nowhere);
  return arena.view(destination!.base, columns).slice();
}
