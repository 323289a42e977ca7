/**
 * The only file that knows which runtime runs it. It also loads under Bun and Node, where native
 * libraries are reported as missing.
 */
import { Buffer } from "node:buffer";
import * as modules from "node:module"; // Bun lacks one of its names
import process from "node:process";
import { bunMemoryAddress, openBunLibrary } from "./bun_library.ts";
import type { NativeLibrary, NativeSymbols } from "./native_library.ts";

export type RuntimeName = "deno" | "bun" | "node";

/** Name and version of the runtime, for manifests and messages. */
export const runtime: { readonly name: RuntimeName; readonly version: string } = process.versions
    .bun !== undefined
  ? { name: "bun", version: process.versions.bun }
  : process.versions.deno !== undefined
  ? { name: "deno", version: process.versions.deno }
  : { name: "node", version: process.versions.node ?? "unknown" };

const permissionNames = ["read", "write", "env", "sys", "ffi", "net", "run"] as const;

/** The words that start a script as this one was started, with Deno's permissions. */
export function runtimeWords(): readonly string[] {
  if (runtime.name !== "deno") return [runtime.name];
  const granted = permissionNames.filter((name) =>
    Deno.permissions.querySync({ name }).state === "granted"
  );
  const flags = granted.length === permissionNames.length
    ? ["-A"]
    : granted.map((name) => `--allow-${name}`);
  return ["deno", "run", ...flags];
}

/**
 * Whether V8 was asked to join pairs of vectors to vectors of eight (see scripts/prepare.ts). The
 * product is faster if it knows; its results are the same.
 */
export function joinsVectors(): boolean {
  if (runtime.name !== "deno" || process.arch !== "x64") return false;
  const variable = "DENO_V8_FLAGS";
  if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") return false;
  const options = (process.env[variable] ?? "").replaceAll("_", "-").split(",");
  return ["--experimental-wasm-revectorize", "--no-wasm-bounds-checks"]
    .every((option) => options.includes(option));
}

const denoTypes = {
  int: "i32",
  float: "f32",
  address: "usize",
  text: "pointer",
  void: "void",
} as const;

/** Address of a module that holds nothing but this TypeScript. */
export function moduleAddress(source: string): string {
  const [kind, text] = runtime.name === "node"
    ? ["text/javascript", modules.stripTypeScriptTypes(source)] // Node strips types of files alone
    : ["application/typescript", source];
  return `data:${kind};base64,${Buffer.from(text).toString("base64")}`;
}

/** Whether native code may be called without a question to the user. */
export function nativeAllowed(): boolean {
  return runtime.name === "bun" || runtime.name === "deno" &&
      Deno.permissions.querySync({ name: "ffi" }).state === "granted";
}

/** Whether a server may listen at an address: where it may not, Deno ends the program. */
export function mayListen(host: string, port: number): boolean {
  return runtime.name !== "deno" ||
    Deno.permissions.querySync({ name: "net", host: `${bracketed(host)}:${port}` }).state ===
      "granted";
}

/** An address as a URL has it. */
const bracketed = (host: string): string => host.includes(":") ? `[${host}]` : host;

/**
 * Opens the first library of `names` that the system has. Undefined if there is none, if the
 * permission for native code is missing, or if this runtime cannot call it.
 */
export function openLibrary(
  names: readonly string[],
  symbols: NativeSymbols,
): NativeLibrary | undefined {
  if (!nativeAllowed()) return undefined;
  const open = runtime.name === "bun" ? openBunLibrary : openDenoLibrary;
  for (const name of names) {
    const library = open(name, symbols);
    if (library !== undefined) return library;
  }
  return undefined;
}

function openDenoLibrary(name: string, symbols: NativeSymbols): NativeLibrary | undefined {
  const foreign = Object.fromEntries(
    Object.entries(symbols).map(([name, { parameters, result }]) => [
      name,
      {
        parameters: parameters.map((p) => denoTypes[p]),
        result: denoTypes[result],
        optional: true,
      },
    ]),
  ) as unknown as Deno.ForeignLibraryInterface; // built from data, so its literal types are unknown
  try {
    const { symbols: functions } = Deno.dlopen(name, foreign);
    return { name, functions: functions as NativeLibrary["functions"] };
  } catch {
    return undefined; // not on this system under this name
  }
}

/** What a function of {@link openLibrary} whose result is `text` gave; undefined for nothing. */
export function nativeText(result: unknown): string | undefined {
  if (runtime.name === "bun") return result === null ? undefined : String(result);
  const pointer = result as Deno.PointerValue;
  return pointer === null ? undefined : new Deno.UnsafePointerView(pointer).getCString();
}

/**
 * Address of byte 0 of a memory, for functions of {@link openLibrary}; it stays when the memory
 * grows. Only where {@link nativeAllowed}.
 */
export function memoryAddress(memory: WebAssembly.Memory): number {
  if (runtime.name === "bun") return bunMemoryAddress(memory);
  const pointer = Deno.UnsafePointer.of(new Uint8Array(memory.buffer) as Uint8Array<ArrayBuffer>);
  return Number(Deno.UnsafePointer.value(pointer));
}

/** Sets an environment variable that a native library reads when it is opened, where allowed. */
export function setEnvironment(name: string, value: string): void {
  const granted = runtime.name !== "deno" ||
    Deno.permissions.querySync({ name: "env", variable: name }).state === "granted";
  if (granted) process.env[name] ??= value;
}
