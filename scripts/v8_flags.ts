/**
 * Prints the V8 options with which the kernels run fastest, for DENO_V8_FLAGS, before the options
 * that are already there: its first argument. If one of them is already set, nothing is added, so
 * `DENO_V8_FLAGS=--wasm-bounds-checks deno task run …` runs without them. Results are the same bits
 * either way.
 *
 * - `--experimental-wasm-revectorize`: two vectors of four that lie side by side are worked on as
 *   one of eight (AVX2). Only V8 for x86-64 knows it; the task `v8` starts this file with it, and
 *   should that fail with `--plain`, for something harmless.
 * - `--no-wasm-bounds-checks`: Deno has V8 compare each address with the size of the memory before
 *   each access (other runtimes leave that to the processor's page tables), and vectors with a
 *   comparison between them are not joined. Without, a wrong address ends the process instead:
 *   behind a memory of the engine lies reserved, empty space for all 32 bits of an address
 *   (src/kernels/shared_memory.ts). It holds for all WebAssembly of the process; Unroll loads none
 *   but its own.
 */
import process from "node:process";

const fastest = "--experimental-wasm-revectorize,--no-wasm-bounds-checks";
const [asked = "", plain] = process.argv.slice(2);
const ours = /(^|,)--(no-?)?(experimental[-_]wasm[-_]revectorize|wasm[-_]bounds[-_]checks)(,|$)/;
const add = ours.test(asked) ? "" : plain === "--plain" ? "--wasm-bounds-checks" : fastest;
console.log([add, asked].filter((flags) => flags !== "").join(","));
