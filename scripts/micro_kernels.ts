/**
 * Writes the micro kernels of the matrix product: AssemblyScript that build_kernels.ts compiles as
 * src/kernels/assembly/micro.ts. AssemblyScript has no arrays of locals, and only what stands in
 * locals is held in registers, so each shape is spelled out.
 *
 * A kernel computes a block of C of so many rows and vectors of four columns. Element (r, c) is the
 * fold over k, in order, of acc + a[r][k]·b[k][c], from what stands at `from` (C itself, or zeros):
 * one order whatever the block, so a result's bits depend neither on the cut nor on the packing. An
 * even number of vectors becomes half as many vectors of eight where V8 joins them, which asks for
 * pairs of loads and of stores that lie side by side, and no sum that one of two branches starts.
 *
 * `strips` blocks are done one below the other, with the columns of `panel` and, where there are
 * more than 16, of `panel1`. `first` is the first block's first element of A, `stripStep` bytes
 * before that of the next; `aStep` are the bytes from one row to the next where rows lie apart,
 * else from one k to the next. `bStep`, `fromStep` and `cStep` are bytes from one k, or one row, to
 * the next.
 */
import {
  doublePanelRows,
  fusedStripRows,
  narrowStripRows,
  pairedPanelRows,
  unfusedStripRows,
} from "../src/kernels/tuning.ts";

/** Where a kernel finds its rows of A: `side` by side for each k, or `apart`, each along memory. */
type Rows = "side" | "apart";

interface Shape {
  readonly rows: number;
  /** Vectors of four columns: 1, 2 or 4 of one panel of B, or 6 or 8 of two. */
  readonly vectors: number;
}

const shapes = (place: Rows): Shape[] =>
  Object.entries(mostRows[place]).flatMap(([vectors, most]) =>
    range(most).map((row) => ({ rows: row + 1, vectors: Number(vectors) }))
  );

/** Rows at most by number of vectors. */
const mostRows: Record<Rows, Record<number, number>> = {
  side: { 1: fusedStripRows, 2: fusedStripRows, 4: fusedStripRows, 8: doublePanelRows },
  apart: {
    1: narrowStripRows,
    2: narrowStripRows,
    4: fusedStripRows,
    6: pairedPanelRows,
    8: doublePanelRows,
  },
};

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const offset = (bytes: number): string => bytes === 0 ? "" : `, ${bytes}`;

const plus = (pointer: string, times: number, step: string): string =>
  times === 0 ? pointer : times === 1 ? `${pointer} + ${step}` : `${pointer} + ${times} * ${step}`;

const name = (place: Rows, { rows, vectors }: Shape): string => `${place}${rows}x${vectors}`;

/** One term of every sum. */
const term = (place: Rows, { rows, vectors }: Shape, at: number): string[] => [
  ...range(vectors).map((v) => {
    const panel = v < 4 ? "b" : "b1";
    return `const b${v}_${at} = v128.load(${plus(panel, at, "bStep")}${offset(16 * (v % 4))});`;
  }),
  ...range(rows).flatMap((r) => [
    place === "apart"
      ? `const a${r}_${at} = v128.load32_splat(a${r}${offset(4 * at)});`
      : `const a${r}_${at} = v128.load32_splat(${plus("a", at, "aStep")}${offset(4 * r)});`,
    ...range(vectors).map((v) => `c${r}_${v} = madd(a${r}_${at}, b${v}_${at}, c${r}_${v});`),
  ]),
];

/**
 * Two terms a turn are faster where vectors are not joined and their sums do not all find a
 * register (6 × 16 at 46 GFLOP/s instead of 33); one term where they are (107 instead of 65). So
 * the loop over pairs is left out then.
 */
const pairs = `
/** Whether V8 joins vectors. */
export let joined: bool = false;

/** Terms that must be left for a turn of two. */
let pair: i32 = 2;

/** Tells whether V8 joins vectors. */
export function setJoined(vectorsAreJoined: bool): void {
  joined = vectorsAreJoined;
  pair = joined ? i32.MAX_VALUE : 2;
}`.trim();

/** Moves the pointers on by so many terms. */
const advance = (place: Rows, { rows, vectors }: Shape, terms: number): string[] => [
  ...(place === "apart"
    ? range(rows).map((r) => `a${r} += ${4 * terms};`)
    : [`a += ${terms === 1 ? "" : `${terms} * `}aStep;`]),
  `b += ${terms === 1 ? "" : `${terms} * `}bStep;`,
  ...(vectors > 4 ? [`b1 += ${terms === 1 ? "" : `${terms} * `}bStep;`] : []),
];

const parameters = "strips: i32, k: i32, first: usize, aStep: usize, stripStep: usize, " +
  "panel: usize, panel1: usize, bStep: usize, " +
  "from: usize, fromStep: usize, c: usize, cStep: usize,";
const operands =
  "strips, k, first, aStep, stripStep, panel, panel1, bStep, from, fromStep, c, cStep";

const kernel = (place: Rows, shape: Shape): string => {
  const { rows, vectors } = shape;
  const sums = range(rows).map((r) => range(vectors).map((v) => `c${r}_${v}`));
  const eachSum = (pointer: string, line: (sum: string, at: string) => string): string[] =>
    sums.flatMap((row) => [
      ...row.map((sum, v) => line(sum, offset(16 * v))),
      `${pointer} += ${pointer}Step;`,
    ]);
  const lines = [
    "for (; strips > 0; strips--) {",
    ...eachSum("from", (sum, at) => `let ${sum} = v128.load(from${at});`),
    place === "apart"
      ? `let ${range(rows).map((r) => `a${r} = ${plus("first", r, "aStep")}`).join(", ")};`
      : "let a = first;",
    "let b = panel, left = k;",
    ...(vectors > 4 ? ["let b1 = panel1;"] : []),
    "for (; left >= pair; left -= 2) {",
    ...range(2).flatMap((at) => term(place, shape, at)),
    ...advance(place, shape, 2),
    "}",
    "for (; left > 0; left--) {",
    ...term(place, shape, 0),
    ...advance(place, shape, 1),
    "}",
    ...eachSum("c", (sum, at) => `v128.store(c, ${sum}${at});`),
    "first += stripStep;",
    "}",
  ];
  return [
    `export function ${name(place, shape)}(`,
    `  ${parameters}`,
    "): void {",
    ...lines.map((line) => `  ${line}`),
    "}",
  ].join("\n");
};

/** So many rows of sums find no registers beside a product that is not fused with its sum. */
const condition = (place: Rows, { rows, vectors }: Shape): string =>
  `if (${
    rows > unfusedStripRows && (place === "side" || vectors === 4) ? "FUSED && " : ""
  }rows == ${rows})`;

/** Calls the kernel of so many rows and vectors. */
const choice = (place: Rows): string => {
  const call = (shape: Shape) => `return ${name(place, shape)}(${operands});`;
  const widths = Object.keys(mostRows[place]).reverse().flatMap((vectors) => {
    const several = shapes(place).filter((shape) => shape.vectors === Number(vectors)).reverse();
    return [
      `if (vectors == ${vectors}) {`,
      ...several.map((shape) => `  ${condition(place, shape)} ${call(shape)}`),
      "}",
    ];
  });
  return [
    "/** Strips of `rows` by four times as many columns as `vectors`, which is 1, 2, 4, 6 or 8. */",
    `export function ${place}(`,
    `  rows: i32, vectors: i32, ${parameters}`,
    "): void {",
    ...widths.map((line) => `  ${line}`),
    "}",
  ].join("\n");
};

/** The source of all micro kernels. */
export const microKernels = (): string =>
  [
    'import { madd } from "./madd";',
    pairs,
    ...(["side", "apart"] as const).flatMap((place) => [
      ...shapes(place).map((shape) => kernel(place, shape)),
      choice(place),
    ]),
  ].join("\n\n") + "\n";
