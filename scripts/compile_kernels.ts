/** Compiles the AssemblyScript sources of src/kernels/assembly. */
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import asc from "assemblyscript/asc";
import { columnPasses } from "./column_passes.ts";
import { microKernels } from "./micro_kernels.ts";
import { elementwiseRows, tapeFormat } from "./tape_operations.ts";

/** A WebAssembly module and how it is compiled. */
export interface KernelBuild {
  /** Module in src/kernels. */
  readonly file: string;
  /** Entry in src/kernels/assembly. */
  readonly entry: string;
  readonly options: readonly string[];
}

export const kernelBuilds: readonly KernelBuild[] = [
  { file: "kernels.wasm", entry: "kernels.ts", options: [] },
  { file: "product_wasm.wasm", entry: "product.ts", options: ["--use", "FUSED=0"] },
  {
    file: "product_fma.wasm",
    entry: "product.ts",
    options: ["--use", "FUSED=1", "--enable", "relaxed-simd"],
  },
];

/**
 * The memory is imported; its size is the engine's choice, any up to 4 GiB. Static data
 * stands in the first 64 KiB (`reservedBytes` in src/kernels/reserved_bytes.ts), and there is no
 * heap.
 */
const common = [
  "--optimizeLevel=3",
  "--noAssert",
  "--runtime=stub",
  "--importMemory",
  "--noExportMemory",
  "--initialMemory=1",
  "--memoryBase=1024",
  "--enable=simd",
];

/** For a memory that threads share. */
const sharing = ["--sharedMemory", "--maximumMemory=65536", "--enable=threads"];

/**
 * Compiles one module and gives its bytes; throws with the compiler's messages. `shared`: for a memory
 * that threads share, which no page opened from a disk has.
 */
export async function compileKernels(
  { entry, options }: KernelBuild,
  shared = true,
): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      `src/kernels/assembly/${entry}`,
      "--outFile=module.wasm",
      ...common,
      ...shared ? sharing : [],
      ...options,
    ],
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
