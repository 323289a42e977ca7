/**
 * Builds the WebAssembly modules of src/kernels from their AssemblyScript sources.
 *
 *   deno task kernels            writes them
 *   deno task kernels --check    compares with those committed; status 1 if different
 */
import { Buffer } from "node:buffer";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { columnPasses } from "./column_passes.ts";
import { microKernels } from "./micro_kernels.ts";
import { elementwiseRows, tapeFormat } from "./tape_operations.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Build {
  /** Module in src/kernels. */
  readonly file: string;
  /** Entry in src/kernels/assembly. */
  readonly entry: string;
  readonly options: readonly string[];
}

const builds: readonly Build[] = [
  { file: "kernels.wasm", entry: "kernels.ts", options: [] },
  { file: "product_wasm.wasm", entry: "product.ts", options: ["--use", "FUSED=0"] },
  {
    file: "product_fma.wasm",
    entry: "product.ts",
    options: ["--use", "FUSED=1", "--enable", "relaxed-simd"],
  },
];

/**
 * The memory is imported and shared; its size is the engine's choice, any up to 4 GiB. Static data
 * stands in the first 64 KiB (`reservedBytes` in src/kernels/reserved_bytes.ts), and there is no
 * heap.
 */
const common = [
  "--optimizeLevel=3",
  "--noAssert",
  "--runtime=stub",
  "--importMemory",
  "--noExportMemory",
  "--sharedMemory",
  "--initialMemory=1",
  "--maximumMemory=65536",
  "--memoryBase=1024",
  "--enable=simd",
  "--enable=threads",
];

/** Compiles one module and gives its bytes; throws with the compiler's messages. */
async function compile({ entry, options }: Build): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [`src/kernels/assembly/${entry}`, "--outFile=module.wasm", ...common, ...options],
    {
      readFile: (name, base) => readSource(`${base}/${name}`),
      writeFile: (_name, contents) => {
        binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || binary === undefined) {
    throw new Error(`Could not compile ${entry}: ${error?.message}\n${stderr.toString()}`);
  }
  return binary;
}

/** Sources that stand in no file but are written here. */
const written: Readonly<Record<string, () => string>> = {
  "column_passes.ts": columnPasses,
  "micro.ts": microKernels,
  "tape_format.ts": tapeFormat,
  "elementwise_rows.ts": elementwiseRows,
};

/** The compiler asks for files that may not exist. */
function readSource(path: string): string | null {
  const write = written[basename(path)];
  if (write !== undefined && dirname(path).endsWith("src/kernels/assembly")) return write();
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

process.chdir(root);
const check = process.argv.includes("--check");
let different = 0;
for (const build of builds) {
  const path = `src/kernels/${build.file}`;
  const built = await compile(build);
  if (!check) {
    writeFileSync(path, built);
    console.log(`${path}: ${built.length} bytes`);
  } else if (Buffer.compare(readFileSync(path), built) !== 0) {
    different++;
    console.error(`${path} is not what its source compiles to: run scripts/build_kernels.ts`);
  }
}
if (different > 0) process.exitCode = 1;
