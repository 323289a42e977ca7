/**
 * Builds the script of exported pages, src/use/page/page_script.js, from src/use/page.
 *
 *   deno task page            writes it
 *   deno task page --check    compares with the one committed; status 1 if different
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build, type Plugin, stop } from "esbuild";
import { compileKernels, kernelBuilds } from "./compile_kernels.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const output = "src/use/page/page_script.js";

/** Modules that a page loads: those of its product, see src/use/page/open_page_model.ts. */
const modules = kernelBuilds.filter(({ file }) => file !== "product_fma.wasm");

/** What runs elsewhere in another way, and what stands in for it in a browser. */
const replaced: Readonly<Record<string, string>> = {
  "src/kernels/shared_memory.ts": "scripts/page/private_memory.ts",
  "src/base/runtime.ts": "scripts/page/browser_runtime.ts",
  "node:crypto": "scripts/page/no_hash.ts",
};

/** Instead of reading modules of src/kernels, a page has them in its script. */
const moduleSource = "src/kernels/module_bytes.ts";

const inBrowser: Plugin = {
  name: "in a browser",
  setup: ({ onResolve, onLoad, resolve }) => {
    onResolve({ filter: /^node:/ }, ({ path }) => {
      const instead = replaced[path];
      return instead === undefined
        ? { external: true, sideEffects: false }
        : { path: join(root, instead) };
    });
    onResolve({ filter: /^\.{1,2}\// }, async ({ path, pluginData, ...from }) => {
      if (pluginData === inBrowser) return undefined;
      const { kind, importer, resolveDir } = from;
      const found = await resolve(path, { kind, importer, resolveDir, pluginData: inBrowser });
      const instead = replaced[found.path.slice(root.length)];
      // No file here does anything by being loaded but those that are used, so others are left out.
      return {
        ...found,
        path: instead === undefined ? found.path : join(root, instead),
        sideEffects: false,
      };
    });
    onLoad({ filter: /module_bytes\.ts$/ }, async ({ path }) => {
      if (path !== join(root, moduleSource)) return undefined;
      const entries = await Promise.all(modules.map(async (module) => {
        const bytes = await compileKernels(module, false);
        return `"./${module.file}": "${bytes.toBase64()}"`;
      }));
      return {
        resolveDir: join(root, "src/use/page"),
        contents: `import { decodeBase64 } from "./base64.ts";
const modules = { ${entries.join(", ")} };
export const moduleBytes = (file) => decodeBase64(modules[file]);`,
      };
    });
  },
};

process.chdir(root);
const { outputFiles: [script], metafile } = await build({
  entryPoints: ["src/use/page/main.ts"],
  bundle: true,
  minify: true,
  format: "iife",
  platform: "browser",
  target: "es2023",
  charset: "utf8",
  legalComments: "none",
  write: false,
  metafile: true,
  plugins: [inBrowser],
});
await stop();
const missing = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
if (missing.length > 0) {
  const names = missing.map(({ path }) => path).join(", ");
  throw new Error(`Not there in a browser: ${names}`);
}
const text = script!.text;
if (!process.argv.includes("--check")) {
  writeFileSync(output, text);
  console.log(`${output}: ${text.length} bytes`);
} else if (readFileSync(output, "utf8") !== text) {
  console.error(`${output} is not what its source builds to: run deno task page`);
  process.exitCode = 1;
}
