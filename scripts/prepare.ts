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
const root = new URL("../", import.meta.url);
const joining = "--experimental-wasm-revectorize";
const ours = /(^|,)--(no-?)?(experimental[-_]wasm[-_]revectorize|wasm[-_]bounds[-_]checks)(,|$)/;

install();
const asked = Deno.env.get("DENO_V8_FLAGS") ?? "";
const added = ours.test(asked)
  ? ""
  // Something harmless where it is not known, since DENO_V8_FLAGS may not be empty.
  : isKnown(joining)
  ? `${joining},--no-wasm-bounds-checks`
  : "--wasm-bounds-checks";
console.log([added, asked].filter((flags) => flags !== "").join(","));

function install(): void {
  if (!exists("node_modules")) console.error("Installing packages, once");
  deno("inherit", "install", "--quiet", "--frozen"); // says itself what it can't
}

/** Whether this V8 starts with an option. */
function isKnown(option: string): boolean {
  const name = `.cache/v8/${Deno.version.v8}-${Deno.build.arch}${option}`;
  if (exists(name)) return true;
  const { success } = deno("null", "eval", `--v8-flags=${option}`, "");
  if (success) {
    try {
      Deno.mkdirSync(new URL(".cache/v8/", root), { recursive: true });
      Deno.writeTextFileSync(new URL(name, root), "");
    } catch {
      // It is asked again at the next start.
    }
  }
  return success;
}

/** @param said where its messages go */
function deno(said: "inherit" | "null", ...args: string[]) {
  const options = { args, cwd: root, stdin: "null", stdout: "null", stderr: said } as const;
  return new Deno.Command(Deno.execPath(), options).outputSync();
}

function exists(path: string): boolean {
  try {
    Deno.statSync(new URL(path, root));
    return true;
  } catch {
    return false;
  }
}
