import type { Examination } from "./examination.ts";

/** How to install a BLAS, by platform. */
const blas: Readonly<Record<string, string>> = {
  linux: "apt install libopenblas0 on Debian and Ubuntu, dnf install openblas on Fedora",
  win32: "a libopenblas.dll on the PATH",
};

/** What would make training faster here; nothing where nothing is known. */
export function advice(
  { runtime, vector, blas: found, cores, os }: Examination,
): readonly string[] {
  const platform = os.split(" ")[0]!;
  const canJoin = os.includes("x64");
  const isOld = runtime.name === "node" && Number.parseInt(runtime.version) < 24;
  return [
    found === null && runtime.name === "node"
      ? "Deno or Bun instead of Node: they call the system's BLAS"
      : undefined,
    found === null && runtime.name !== "node"
      ? `a BLAS: ${blas[platform] ?? "OpenBLAS"}` +
        (runtime.name === "deno" ? ", and --allow-ffi, which the tasks have" : "")
      : undefined,
    vector === 4 && canJoin && isOld ? "Node 24 or newer, whose vectors are wider" : undefined,
    vector === 4 && canJoin && runtime.name === "deno"
      ? "vectors of eight: start by `deno task`, or set DENO_V8_FLAGS=" +
        "--experimental-wasm-revectorize,--no-wasm-bounds-checks"
      : undefined,
    cores === 1 ? "more than one processor" : undefined,
  ].filter((one) => one !== undefined);
}
