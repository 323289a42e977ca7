/**
 * Writes the micro kernels of the matrix product: AssemblyScript that build_kernels.ts compiles as
 * src/kernels/assembly/micro.ts. AssemblyScript has no arrays of locals, and only what stands in
 * locals is held in registers, so each shape is spelled out.
 *
 * A kernel computes a block of C of so many rows and vectors of four columns. Element (r, c) is the
 * fold over k, in order, of acc + a[r][k]·b[k][c], from what stands at `from` (C itself, or zeros): one order
 * whatever the block, so a result's bits depend neither on the cut nor on the packing. An even number of
 * vectors becomes half as many vectors of eight where V8 joins them, which asks for pairs of loads and
 * of stores that lie side by side, and no sum that one of two branches starts.
 *
 * `strips` blocks are done one below the other. `first` is the first one's first element of A, `stripStep`
 * bytes from that of the next; `aStep` are the bytes from one row to the next where rows lie apart, else
 * from one k to the next. `bStep`, `fromStep` and `cStep` are bytes from one k, or one row, to the next.
 */

/** Where a kernel finds its rows of A: `side` by side for each k, or `apart`, each along memory. */
type Rows = "side" | "apart";

interface Shape {
  readonly rows: number;
  /** Vectors of four columns in a panel of B. */
  readonly vectors: number;
  /** Panels that are done together, so that few rows have sums enough to keep the adders busy. */
  readonly panels: number;
}

/**
 * Blocks of up to 6 × 16: twelve vectors of eight, with two of B and one of A, fill the registers. A
 * narrow panel takes 7 rows at once, if they lie apart: an addition takes as long as 8 wait for their turn.
 */
const shapes = (place: Rows): Shape[] => {
  const most = (vectors: number) => place === "apart" && vectors < 4 ? 7 : 6;
  return [4, 2, 1].flatMap((vectors) =>
    range(most(vectors)).map((row) => ({ rows: row + 1, vectors, panels: 1 }))
  );
};

/** For one and two rows. */
const wideShapes: readonly Shape[] = [1, 2].map((rows) => ({ rows, vectors: 4, panels: 2 }));

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const offset = (bytes: number): string => bytes === 0 ? "" : `, ${bytes}`;

const plus = (pointer: string, times: number, step: string): string =>
  times === 0 ? pointer : times === 1 ? `${pointer} + ${step}` : `${pointer} + ${times} * ${step}`;

const name = (place: Rows, { rows, vectors, panels }: Shape): string =>
  `${place}${rows}x${vectors * panels}`;

/** One term of every sum. */
const term = (place: Rows, { rows, vectors, panels }: Shape, at: number): string[] => [
  ...range(panels * vectors).map((v) => {
    const panel = v < vectors ? "b" : "b1";
    return `const b${v}_${at} = v128.load(${plus(panel, at, "bStep")}${
      offset(16 * (v % vectors))
    });`;
  }),
  ...range(rows).flatMap((r) => [
    place === "apart"
      ? `const a${r}_${at} = v128.load32_splat(a${r}${offset(4 * at)});`
      : `const a${r}_${at} = v128.load32_splat(${plus("a", at, "aStep")}${offset(4 * r)});`,
    ...range(panels * vectors).map((v) =>
      `c${r}_${v} = madd(a${r}_${at}, b${v}_${at}, c${r}_${v});`
    ),
  ]),
];

/**
 * Two terms a turn are faster where vectors are not joined and their sums do not all find a register
 * (6 × 16 at 46 GFLOP/s instead of 33); one term where they are (107 instead of 65). So the loop over
 * pairs is left out then.
 */
const pairs = `
/** Terms that must be left for a turn of two. */
let pair: i32 = 2;

/** Tells whether V8 joins vectors. */
export function setJoined(joined: bool): void {
  pair = joined ? i32.MAX_VALUE : 2;
}`.trim();

/** Moves the pointers on by so many terms. */
const advance = (place: Rows, { rows, panels }: Shape, terms: number): string[] => [
  ...(place === "apart"
    ? range(rows).map((r) => `a${r} += ${4 * terms};`)
    : [`a += ${terms === 1 ? "" : `${terms} * `}aStep;`]),
  `b += ${terms === 1 ? "" : `${terms} * `}bStep;`,
  ...(panels > 1 ? [`b1 += ${terms === 1 ? "" : `${terms} * `}bStep;`] : []),
];

const kernel = (place: Rows, shape: Shape): string => {
  const { rows, vectors, panels } = shape;
  const sums = range(rows).map((r) => range(panels * vectors).map((v) => `c${r}_${v}`));
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
    ...(panels > 1 ? ["let b1 = panel1;"] : []),
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
  const second = panels > 1 ? " panel1: usize," : "";
  return [
    `export function ${name(place, shape)}(`,
    `  strips: i32, k: i32, first: usize, aStep: usize, stripStep: usize, panel: usize,${second} bStep: usize, from: usize, fromStep: usize, c: usize, cStep: usize,`,
    "): void {",
    ...lines.map((line) => `  ${line}`),
    "}",
  ].join("\n");
};

/** Calls the kernel of so many rows and vectors. */
const choice = (place: Rows): string => {
  const call = (shape: Shape) =>
    `return ${
      name(place, shape)
    }(strips, k, first, aStep, stripStep, panel, bStep, from, fromStep, c, cStep);`;
  const widths = [4, 2, 1].flatMap((vectors) => {
    const several = shapes(place).filter((shape) => shape.vectors === vectors).reverse();
    return [
      `if (vectors == ${vectors}) {`,
      ...several.map((shape) => {
        const used = place === "side" && shape.rows > 5 || vectors === 4 && shape.rows > 5;
        return `  if (${used ? "FUSED && " : ""}rows == ${shape.rows}) ${call(shape)}`;
      }),
      "}",
    ];
  });
  return [
    "/** Strips of `rows` by four times as many columns as `vectors`, which is 4, 2 or 1. */",
    `export function ${place}(`,
    "  rows: i32, vectors: i32, strips: i32, k: i32, first: usize, aStep: usize, stripStep: usize, panel: usize, bStep: usize, from: usize, fromStep: usize, c: usize, cStep: usize,",
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
      ...wideShapes.map((shape) => kernel(place, shape)),
      choice(place),
    ]),
  ].join("\n\n") + "\n";
