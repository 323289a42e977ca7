/**
 * Prepares a start of the program under Deno: installs the locked packages that are missing, and
 * prints the V8 options with which the kernels run fastest, for DENO_V8_FLAGS, before those that it
 * holds already. If one of them is set there, nothing is added, so
 * `DENO_V8_FLAGS=--wasm-bounds-checks deno task run …` runs without them. Results are the same bits
 * either way.
 *
 * - `--experimental-wasm-revectorize`: two vectors of four that lie side by side are worked on as
 *   one of eight (AVX2). Only V8 for x86-64 knows it; a V8 that doesn't would not start, so it is
 *   asked once, and the answer is kept in `.cache/`.
 * - `--no-wasm-bounds-checks`: Deno has V8 compare each address with the size of the memory before
 *   each access (other runtimes leave that to the processor's page tables), and vectors with a
 *   comparison between them are not joined. Without, a wrong address ends the process instead:
 *   behind a memory of the engine lies reserved, empty space for all 32 bits of an address
 *   (src/kernels/shared_memory.ts). It holds for all WebAssembly of the process; Unroll loads none
 *   but its own.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const joining = "--experimental-wasm-revectorize";
const ours = /(^|,)--(no-?)?(experimental[-_]wasm[-_]revectorize|wasm[-_]bounds[-_]checks)(,|$)/;

install();
const asked = process.env["DENO_V8_FLAGS"] ?? "";
const added = ours.test(asked)
  ? ""
  // Something harmless where it is not known, since DENO_V8_FLAGS may not be empty.
  : isKnown(joining)
  ? `${joining},--no-wasm-bounds-checks`
  : "--wasm-bounds-checks";
console.log([added, asked].filter((flags) => flags !== "").join(","));

function install(): void {
  if (!existsSync(`${root}node_modules`)) console.error("Installing packages, once");
  deno("inherit", "install", "--quiet", "--frozen"); // says itself what it can't
}

/** Whether this V8 starts with an option. */
function isKnown(option: string): boolean {
  const folder = `${root}.cache/v8`;
  const name = `${folder}/${process.versions["v8"]}-${process.arch}${option}`;
  if (existsSync(name)) return true;
  const known = deno("ignore", "eval", `--v8-flags=${option}`, "");
  if (known) {
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(name, "");
    } catch {
      // It is asked again at the next start.
    }
  }
  return known;
}

/**
 * Whether a command of Deno succeeds.
 *
 * @param said where its messages go
 */
function deno(said: "inherit" | "ignore", ...args: string[]): boolean {
  const stdio = ["ignore", "ignore", said] as const;
  return spawnSync(process.execPath, args, { cwd: root, stdio: [...stdio] }).status === 0;
}
