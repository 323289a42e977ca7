/**
 * Builds the npm package `unroll-lm` in `dist/`: the program as JavaScript in few files, which start
 * in two thirds of the time of the sources, with kernels, presets and types.
 *
 *   deno task pack            writes dist/package and dist/unroll-lm-VERSION.tgz
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build, type Plugin, stop } from "esbuild";
import { decode, encode, type SourceMapSegment } from "@jridgewell/sourcemap-codec";
import { hashCode } from "../src/run/environment.ts";
import { installPackages } from "./install_packages.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const tools = join(root, "scripts", "pack");
const output = join(root, "dist", "package");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** What is loaded by its name when it is needed: names of modules of this program in its code. */
function loadedModules(): readonly string[] {
  const code = ["src", "pipelines"].flatMap((folder) => filesIn(folder))
    .filter((file) => file.endsWith(".ts") && !/(^|\/)test_|_test\.ts$/.test(file));
  const known = new Set(code);
  const named = code.flatMap((file) =>
    Array.from(
      readFileSync(join(root, file), "utf8").matchAll(/"((?:src|pipelines)\/[\w/]+\.ts)"/g),
      ([, name]) => name!,
    )
  );
  return [...new Set(named)].filter((name) => known.has(name));
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`);

/** Has to run before Effect, of which parts in other files may come first. */
const first = "src/base/prevent_async_resources.ts";

const packaged: Plugin = {
  name: "in a package",
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/program_files\.ts$/ }, () => ({
      path: join(tools, "packaged_files.ts"),
    }));
    // Two pages that describe an API, of which one is used.
    onResolve({ filter: /internal\/httpApi(Swagger|Scalar)\.js$/ }, () => ({
      path: "./swagger.mjs",
      external: true,
    }));
  },
};

async function buildProgram(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ["mod.ts", "src/cli/main.ts", first, ...loadedModules()],
    outdir: output,
    outbase: root,
    chunkNames: "chunks/[hash]",
    bundle: true,
    splitting: true,
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    format: "esm",
    platform: "node",
    target: "es2024",
    define: { CODE_HASH: JSON.stringify(hashCode(root, ["src", "pipelines"])) },
    // What is CommonJS loads modules of the runtime by it.
    banner: {
      js:
        'import{createRequire as $create}from"node:module";const require=$create(import.meta.url);',
    },
    plugins: [packaged],
    logLevel: "warning",
  });
  await stop();
  for (const file of filesIn("dist/package")) {
    if (file.endsWith(".map")) writeFileSync(join(root, file), ownMap(join(root, file)));
  }
}

/** A source map without what comes from other packages, which is most of it. */
function ownMap(file: string): string {
  const { sources, mappings, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  const isOwn = sources.map((source: string) => !source.includes("node_modules/"));
  const own = sources.map((source: string, i: number) => isOwn[i] ? source : "");
  const lines = decode(mappings).map((line) => {
    const kept = line.map(([column, source, ...place]): SourceMapSegment =>
      source === undefined || !isOwn[source] ? [column] : [column, source, place[0]!, place[1]!]
    );
    return kept.filter((segment, i) => segment.length > 1 || (kept[i - 1]?.length ?? 0) > 1);
  });
  return JSON.stringify({ ...rest, sources: own, names: [], mappings: encode(lines) });
}

/** Files that are taken as they are. */
function copyFiles(): void {
  const assets = [
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "schema.json",
    "configs",
    "src/use/page/page_script.js",
    "src/watch/page/watch_script.js",
    ...filesIn("src/kernels").filter((file) => /^src\/kernels\/\w+\.wasm$/.test(file)),
  ];
  for (const file of assets) {
    mkdirSync(dirname(join(output, file)), { recursive: true });
    cpSync(join(root, file), join(output, file), { recursive: true });
  }
  cpSync(join(tools, "index.mjs"), join(output, "index.mjs"));
  cpSync(join(tools, "swagger.mjs"), join(output, "chunks", "swagger.mjs"));
  for (const file of ["unroll.mjs", "program.mjs", "start_options.mjs"]) {
    cpSync(join(tools, file), join(output, "bin", file));
  }
}

/** Corpora of the examples are none of its dependencies: a config that names one says how to add it. */
function writeManifest(): void {
  const { version, description, license, dependencies } = manifest;
  const own = {
    name: "unroll-lm",
    version,
    description,
    license,
    type: "module",
    bin: { unroll: "bin/unroll.mjs" },
    exports: {
      ".": { types: "./types/mod.d.ts", default: "./index.mjs" },
      "./package.json": "./package.json",
    },
    engines: { node: ">=22" },
    dependencies: { effect: dependencies.effect },
  };
  writeFileSync(join(output, "package.json"), `${JSON.stringify(own, null, 2)}\n`);
}

const run = (command: string, args: readonly string[], cwd: string): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}: ${error?.message ?? stdout + stderr}`);
  return stdout;
};

/** Declarations of what mod.ts exports, and of what those need. */
function buildTypes(): void {
  const missing = installPackages(tools);
  if (missing !== undefined) throw new Error(missing);
  const compiler = join(tools, "node_modules", "typescript", "bin", "tsc");
  run(
    process.execPath,
    ["run", "-RWES", compiler, "--project", join(tools, "tsconfig.json")],
    root,
  );
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => statSync(join(folder, path)))
    .reduce((sum, status) => sum + (status.isFile() ? status.size : 0), 0);

rmSync(join(root, "dist"), { recursive: true, force: true });
await buildProgram();
copyFiles();
writeManifest();
buildTypes();
const [{ filename, size }] = JSON.parse(
  run("npm", ["pack", "--json", "--pack-destination", join(root, "dist")], output),
);
console.log(`dist/${filename}: ${megabytes(size)} MB, unpacked ${megabytes(sizeOf(output))} MB`);

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}
