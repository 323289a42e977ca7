/** Native libraries under Bun, by `bun:ffi`. */
import { createRequire } from "node:module";
import type { NativeLibrary, NativeSymbols } from "./native_library.ts";

/** What of `bun:ffi` is used; its types are not among those of other runtimes. */
interface BunFfi {
  readonly dlopen: (
    name: string,
    symbols: Record<string, { readonly args: readonly string[]; readonly returns: string }>,
  ) => { readonly symbols: Record<string, (...args: number[]) => unknown> };
  readonly ptr: (bytes: Uint8Array) => number;
}

const ffi = (): BunFfi => createRequire(import.meta.url)("bun:ffi");

const types = { int: "i32", float: "f32", address: "ptr", text: "cstring", void: "void" } as const;

/** As `openLibrary` of runtime.ts; undefined where the library is not there. */
export function openBunLibrary(name: string, symbols: NativeSymbols): NativeLibrary | undefined {
  const open = (symbol: string) => {
    const { parameters, result } = symbols[symbol]!;
    const form = { args: parameters.map((type) => types[type]), returns: types[result] };
    return ffi().dlopen(name, { [symbol]: form }).symbols[symbol];
  };
  const functions: Record<string, ((...args: number[]) => unknown) | undefined> = {};
  const missing: unknown[] = [];
  // One by one, since a symbol that the library lacks fails the call.
  for (const symbol of Object.keys(symbols)) {
    try {
      functions[symbol] = open(symbol);
    } catch (cause) {
      missing.push(cause);
    }
  }
  return missing.length === Object.keys(symbols).length ? undefined : { name, functions };
}

/** Address of byte 0 of a memory. */
export const bunMemoryAddress = (memory: WebAssembly.Memory): number =>
  ffi().ptr(new Uint8Array(memory.buffer));
