/**
 * The system's BLAS: `cblas_sgemm` of OpenBLAS or, on macOS, of Accelerate, called on the shared
 * memory without a copy. Its bits depend on the library, the processor and the shape of a call.
 */
import { byteOf } from "./pointer.ts";
import process from "node:process";
import type { NativeLibrary } from "../base/native_library.ts";
import { memoryAddress, nativeText, openLibrary, setEnvironment } from "../base/runtime.ts";
import type { Product } from "./product.ts";

const rowMajor = 101;
const plain = 111;
const transposed = 112;

/** Where OpenBLAS and its like are found; the linker's own search path comes first. */
const linuxNames = [
  "libopenblas.so.0", // Debian, Ubuntu, Fedora, openSUSE
  "libopenblas.so", // Arch, and development packages
  "libopenblasp.so.0", // Fedora, pthreads variant
  "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0",
  "/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0",
  "/home/linuxbrew/.linuxbrew/opt/openblas/lib/libopenblas.so",
];
const macNames = [
  "/System/Library/Frameworks/Accelerate.framework/Accelerate",
  "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
  "/usr/local/opt/openblas/lib/libopenblas.dylib",
];
const windowsNames = ["libopenblas.dll", "openblas.dll"];

const symbols = {
  cblas_sgemm: {
    // order, transA, transB, m, n, k, alpha, A, lda, B, ldb, beta, C, ldc
    parameters: [
      "int",
      "int",
      "int",
      "int",
      "int",
      "int",
      "float",
      "address",
      "int",
      "address",
      "int",
      "float",
      "address",
      "int",
    ],
    result: "void",
  },
  openblas_set_num_threads: { parameters: ["int"], result: "void" },
  openblas_get_config: { parameters: [], result: "text" },
  openblas_get_corename: { parameters: [], result: "text" },
} as const;

let opened: NativeLibrary | null | undefined;

/** The library, opened at first use and kept; null if there is none. */
function library(): NativeLibrary | null {
  if (opened !== undefined) return opened;
  setEnvironment("OPENBLAS_NUM_THREADS", "1");
  setEnvironment("VECLIB_MAXIMUM_THREADS", "1");
  const names = process.platform === "darwin"
    ? macNames
    : process.platform === "win32"
    ? windowsNames
    : linuxNames;
  const found = openLibrary(names, symbols);
  // one thread a call: the pool's workers are the threads
  found?.functions.openblas_set_num_threads?.(1);
  return opened = found?.functions.cblas_sgemm === undefined ? null : found;
}

/** Whether this system has a BLAS that the engine can call. */
export function blasAvailable(): boolean {
  return library() !== null;
}

/**
 * Name under which the BLAS was found, for instance `libopenblas.so.0`; undefined if there is none.
 */
export function blasName(): string | undefined {
  return library()?.name;
}

/**
 * What of OpenBLAS it is, and for which kind of processor it computes here, since it has other
 * products for each: `OpenBLAS 0.3.21, Haswell`. Undefined where the library doesn't say.
 */
export function blasBuild(): string | undefined {
  const { openblas_get_config, openblas_get_corename } = library()?.functions ?? {};
  if (openblas_get_config === undefined || openblas_get_corename === undefined) return undefined;
  const version = /OpenBLAS \S+/.exec(nativeText(openblas_get_config()) ?? "")?.[0];
  const processor = nativeText(openblas_get_corename());
  return [version ?? "OpenBLAS", ...processor === undefined ? [] : [processor]].join(", ");
}

/** `cblas_sgemm` on a shared memory, one call as it is; call only where {@link blasAvailable}. */
export function blasGemm(memory: WebAssembly.Memory): Product["gemm"] {
  const sgemm = library()?.functions.cblas_sgemm;
  if (sgemm === undefined) throw new Error("No BLAS is available");
  const base = memoryAddress(memory);
  return (transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) => {
    sgemm(
      rowMajor,
      transposeA ? transposed : plain,
      transposeB ? transposed : plain,
      m,
      n,
      k,
      alpha,
      base + byteOf(a),
      lda,
      base + byteOf(b),
      ldb,
      beta,
      base + byteOf(c),
      ldc,
    );
  };
}
