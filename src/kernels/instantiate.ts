import { moduleBytes } from "./module_bytes.ts";

/** Compiled modules of this thread by file name. */
const modules = new Map<string, WebAssembly.Module>();

/**
 * An instance of a module of this folder on a shared memory. Each thread compiles a module once.
 * Any number of threads may have instances on one memory: an instance's start changes only the
 * reserved bytes, which all instances fill alike.
 */
export function instantiate(file: string, memory: WebAssembly.Memory): WebAssembly.Exports {
  let module = modules.get(file);
  if (module === undefined) {
    module = new WebAssembly.Module(moduleBytes(file));
    modules.set(file, module);
  }
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}
