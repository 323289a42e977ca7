/**
 * The numbers that were tuned: for each, when it was chosen, what was measured then, and what
 * happens on either side. Figures are of one core of a Zen 4 unless they say otherwise; W1 to W4
 * are the workloads of `deno task bench`. Where no figure stands, none was kept, and the sides are
 * the reason for the number. Both compilers read this file: TypeScript, and AssemblyScript for the
 * kernels (whole numbers are i32 there), so it holds literals only.
 *
 * A number marked "bits" changes the last bits of results: with another value, runs of before can
 * no longer be reproduced.
 */

// ---- Our own product, C = A·B (assembly/product.ts, blocks.ts, pack.ts; scripts/micro_kernels.ts)

/**
 * Rows and columns of C, and terms of its sums, in a block. 2026-11-24, rows 128 to 96 on 11-25, as
 * a multiple of strips of 6. A block of A (96 KiB) fits the second cache, a panel of B (16 KiB) the
 * first. Larger: A and B fall out of them. Smaller: C is read and written more often.
 */
export const blockRows = 96;
export const blockDepth = 256;
export const blockColumns = 1024;

/**
 * Rows of A that meet a panel of 16 columns of B at once, with fused multiply-add and without.
 * 2026-11-25, 2048 × 1024 × 256 on vectors of eight: fused 107 GFLOP/s with 6, 91 with 4; not fused
 * 76 with 5, 56 with 4, 52 with 6. More rows: 6 × 16 sums are twelve vectors of eight, which with
 * two of B and one of A fill the registers, so more spill. Fewer: additions wait for each other.
 */
export const fusedStripRows = 6;
export const unfusedStripRows = 5;

/**
 * Likewise for a panel of up to 8 columns of a plain A. 2026-11-25: an addition takes eight times
 * as long as one is begun, so few columns want many rows. More: each wants a pointer of its own,
 * and those spill.
 */
export const narrowStripRows = 7;

/**
 * Rows at once where 17 to 24 columns are two panels together, and the terms from which on they
 * are. 2026-11-25, logits of W1: 17 tokens 62 GFLOP/s instead of 56, 24 tokens 97 instead of 83.
 * More rows: nine vectors of eight and their operands no longer fit the registers. Fewer terms (the
 * gradients of weights): going through the tile costs more than it saves.
 */
export const pairedPanelRows = 3;
export const pairedPanelTerms = 48;

/** Rows up to which 32 columns are two panels together (2026-11-24). More spill. */
export const doublePanelRows = 2;

/**
 * Strips of a transposed A that are packed together. 2026-11-25, source gradient of W2: 97 GFLOP/s
 * instead of 95, together with copying eight values at once. Fewer: a cache line of A is read more
 * than once. More: too many strips are written at a time.
 */
export const groupStrips = 8;

/**
 * Rows of C up to which a plain B, or a transposed one, is read where it lies (2026-11-24). Fewer
 * rows: B is packed for little use. More: rows of B that are far apart are read again and again.
 */
export const directRows = 64;
export const directTransposedRows = 2;

/**
 * Rows of C up to which a transposed B is packed in blocks of so many columns (2026-11-24). With
 * more columns a packed block leaves the first cache before its few rows are done.
 */
export const fewRows = 16;
export const fewRowsColumns = 32;

/**
 * Rows up to which a transposed A is read where it lies (2026-11-25). Never below 19, as packing
 * needs strips of 4 rows at least. More: rows far apart are read again and again.
 */
export const lyingRows = 32;

/**
 * Elements up to which a block of B stays in the first cache, and the rows of C that are walked
 * then. 2026-11-25, W1 with 17 tokens, together with strips of 6: gradient of the output weight 68
 * GFLOP/s instead of 61, logits 57 instead of 35, source 81 instead of 55. More elements: B falls
 * out of the cache. More rows: A does.
 */
export const smallElements = 6144;
export const smallBlockRows = 42;

// ---- Softmax and sums of rows (assembly/column_softmax.ts, softmax.ts, rows.ts)

/**
 * Words whose exponentials are summed plainly in float32 before the sum is joined with what it
 * loses (2026-11-25; bits). Fewer: joining costs time. More: the sum loses digits over 10,000
 * words.
 */
export const plainSumWords = 32;

/** Likewise columns of the tape's softmax, in four lanes, before float64 (2026-11-24; bits). */
export const plainSumColumns = 128;

/**
 * A gradient of a logit below this is 0. It could move no weight, but its products with a small
 * activation would not be normal numbers, which processors take many times as long for. 2026-11-25,
 * a long run of W1: the output layer's gradient took 213 µs a step instead of 600 with BLAS, 512
 * instead of 953 with wasm-fma. Smaller: such products come back. Larger: gradients that matter are
 * lost (bits).
 */
export const negligibleGradient = 1e-25;

/**
 * Elements of a sum of blocks that stay in the first cache while every block is read (2026-11-24).
 */
export const sumStretch = 1024;

// ---- Tapes (compute/layer/tape_writer.ts)

/**
 * Elements that the temporaries of a block of rows may take: half of a first cache of 32 KiB, and
 * its rows at most (2026-11-24). More: temporaries fall out of it. Fewer: instructions are decoded
 * more often than they do work.
 */
export const tapeCacheElements = 4096;
export const mostTapeRows = 16;

// ---- The product by BLAS (blas_product.ts; bits with `gemm: blas`)

/**
 * Multiply-adds of a call up to which OpenBLAS copies no operand, a constant of its own
 * (2026-11-24). A product of more whose smallest size is at most `smallSide` is cut into calls of
 * that size. GFLOP/s whole and cut: 16 × 256 × 1024 74 and 99, 17 × 100 × 8000 65 and 92, 1000 ×
 * 100 × 17 74 and 87; 560 × 100 × 512 97 and 105 (2026-11-25, `smallSide` 48 before; W2's step from
 * 64–74 % of the products' own speed to 75–77 %). Above `smallSide`, copying pays.
 */
export const uncopiedWork = 1e6;
export const smallSide = 128;

/**
 * Units of the stretches that the longest size is cut into: the wide one for sums of `longTerms`
 * and more, where a call's overhead is its result, read and written again. 2026-11-25: 8000 × 100 ×
 * 288 from 10.4 to 9.9 ms when rows were left to the narrow one.
 */
export const stretchUnit = 16;
export const longStretchUnit = 64;
export const longTerms = 512;

/**
 * The shortest stretch; where not even that fits, the second size is cut too, into this many
 * (2026-11-25, 560 × 100 × 512 above). Shorter: calls cost more than copying.
 */
export const shortestStretch = 32;
export const secondStretch = 64;

/**
 * Rows from which, and columns up to which, a transposed second operand is copied to one that
 * is not (2026-11-24): small calls with one are slow whatever their size (16 × 1024 × 256: 61
 * GFLOP/s, 100 without). Fewer rows or more columns: the copy costs more than it saves.
 */
export const leastTransposedRows = 64;
export const mostTransposedColumns = 32;

/** Elements of such an operand at most, 1 MiB, half of a second cache (2026-11-24). */
export const mostTransposedElements = 262144;

/**
 * Sentences from which the weights of the time loop are transposed once a step. 2026-11-24, two
 * workers, with the cut above: W1 8,966 to 16,237 tokens/s, W3 23,208 to 25,740, W4 5,925 to 6,899.
 * Fewer sentences: that costs more than it saves.
 */
export const leastTransposedWeightRows = 4;

// ---- Cuts of phases into pieces (compute/plan/cuts.ts, binding.ts; bits with `gemm: blas`, with our
// own product where marked)

/**
 * Rows of a table, or words of the output layer, that one piece has. 2026-11-24: OpenBLAS wants few
 * large calls (64 × 1024 logits 71 GFLOP/s, 700 × 1024 87). Fewer: more parts of the source's
 * gradient. More: workers have nothing to do (bits).
 */
export const tableRows = 512;

/**
 * Blocks of words at most where there are more than `fewTokens` tokens, since each leaves a part of
 * the source's gradient, which are added up: 16 on 2026-11-24, 24 on 11-25. More: adding up takes
 * longer. Fewer: a block's logits fall out of the cache (bits).
 */
export const mostWordBlocks = 24;
export const fewTokens = 64;

/**
 * Tokens of a block of logits at most: 512 words of them fit the second cache, for the softmax.
 * 2026-11-25: W2's softmax falls by a sixth. More: it reads them from the third cache. Fewer:
 * smaller products.
 */
export const mostBlockTokens = 288;

/**
 * Blocks of the logits that are wanted for several workers, of tokens where there are few words,
 * and the tokens that such a block has at least (2026-11-24). Fewer: workers wait. More: small
 * products.
 */
export const wantedBlocks = 8;
export const leastBlockTokens = 64;

/**
 * Blocks of words from which a block is one piece with all its tokens, and learns at once while the
 * gradient of its logits is in the cache. 2026-11-25, two workers: W2 27,400 to 30,750 tokens/s
 * with wasm-fma, 28,255 to 30,381 with BLAS; W4 7,673 to 7,974. Fewer: workers wait for the last
 * block.
 */
export const wholeWordBlocks = 8;

/**
 * Rows of a weight's gradient that one piece computes. 2026-11-24, 1024 × 256 over 2,048 tokens by
 * OpenBLAS: 78 GFLOP/s by 128 rows, 86 by 256. Fewer: small products. More: fewer pieces than
 * workers.
 */
export const gradientRowsOfLarge = 256;
export const gradientRowsOfMiddle = 128;

/** Panels of a weight that one piece packs (2026-11-24). More: fewer pieces than workers. */
export const packPanels = 16;

/**
 * Sentences of one piece of the time loop (2026-11-24). Fewer: the products of a step are small.
 * More: fewer pieces than workers (bits).
 */
export const sentencesPerPiece = 16;

// ---- Workers (compute/workers/barrier.ts)

/**
 * Looks at a word before a worker sleeps: some 75 µs, longer than the time loop of a sentence takes
 * in a small model, and about as long as waking up. 4,000 until 2026-11-24, when spinning between
 * steps gained 8 % on single sentences on a quiet machine and cost up to 35 % on a busy one. More:
 * other processes lose a core. Fewer: workers sleep within a step, and waking delays each phase.
 */
export const spins = 2000;

/** Milliseconds after which a sleeping worker looks whether another has failed (2026-11-24). */
export const lookUpMilliseconds = 200;
