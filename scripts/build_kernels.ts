/**
 * Builds the WebAssembly modules of src/kernels from their AssemblyScript sources.
 *
 *   deno task kernels            writes them
 *   deno task kernels --check    compares with those committed; status 1 if different
 */
import { Buffer } from "node:buffer";
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { compileKernels, kernelBuilds } from "./compile_kernels.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

process.chdir(root);
const check = process.argv.includes("--check");
let different = 0;
for (const build of kernelBuilds) {
  const path = `src/kernels/${build.file}`;
  const built = await compileKernels(build);
  if (!check) {
    writeFileSync(path, built);
    console.log(`${path}: ${built.length} bytes`);
  } else if (Buffer.compare(readFileSync(path), built) !== 0) {
    different++;
    console.error(`${path} is not what its source compiles to: run scripts/build_kernels.ts`);
  }
}
if (different > 0) process.exitCode = 1;
