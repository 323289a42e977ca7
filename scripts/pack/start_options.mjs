/** Options of the runtime, set before the program is loaded. */
import * as modules from "node:module";
import process from "node:process";
import v8 from "node:v8";

const without = process.argv.indexOf("--no-v8-options");
if (without >= 0) process.argv.splice(without, 1);

const [major] = process.versions.node.split(".").map(Number);
const isNode = process.versions.bun === undefined && process.versions.deno === undefined;
if (isNode && major < 22) {
  console.error(
    `unroll needs Node 22 or newer, Bun or Deno; this is Node ${process.versions.node}`,
  );
  process.exit(2);
}

// Two vectors of four side by side are worked on as one of eight: from Node 24 on 1.5 times the speed,
// and the same bits. Deno takes its options from DENO_V8_FLAGS alone, and Bun has another engine.
const isWanted = without < 0 && process.env.UNROLL_V8_OPTIONS !== "off";
if (isNode && isWanted && major >= 24 && process.arch === "x64") {
  v8.setFlagsFromString("--experimental-wasm-revectorize");
}

// A third of a short command's time went into compiling its code; Deno and Bun keep it by themselves.
if (isNode) modules.enableCompileCache?.();

// The store of sweeps is SQLite, which Node 22 announces as experimental at each start.
const { emitWarning } = process;
process.emitWarning = (warning, ...rest) => {
  const kind = typeof rest[0] === "object" ? rest[0]?.type : rest[0];
  if (kind !== "ExperimentalWarning") emitWarning.call(process, warning, ...rest);
};
