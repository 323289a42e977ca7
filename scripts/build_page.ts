/**
 * Builds the scripts of pages: src/use/page/page_script.js of exported models, and
 * src/watch/page/watch_script.js of `watch`, each from the main.ts beside it.
 *
 *   deno task page            writes them
 *   deno task page --check    compares with those committed; status 1 if one is different
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build, type Plugin, stop } from "esbuild";
import { compileKernels, kernelBuilds } from "./compile_kernels.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** uPlot's license wants to be named; its style goes into the script. */
const uplot = {
  banner:
    "/*! uPlot, copyright (c) 2025 Leon Sorokin, MIT license: https://github.com/leeoniya/uPlot */",
  style: readFileSync(join(root, "node_modules/uplot/dist/uPlot.min.css"), "utf8").trim(),
};

/** A script and what it is built from. */
interface PageScript {
  readonly entry: string;
  readonly output: string;
  readonly banner?: string;
  /** Names in its source that stand for texts. */
  readonly texts?: Readonly<Record<string, string>>;
}

const scripts: readonly PageScript[] = [
  { entry: "src/use/page/main.ts", output: "src/use/page/page_script.js" },
  {
    entry: "src/watch/page/main.ts",
    output: "src/watch/page/watch_script.js",
    banner: uplot.banner,
    texts: { UPLOT_STYLE: uplot.style },
  },
];

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
for (const one of scripts) {
  const text = await built(one);
  const { output } = one;
  if (!process.argv.includes("--check")) {
    writeFileSync(output, text);
    console.log(`${output}: ${text.length} bytes`);
  } else if (readFileSync(output, "utf8") !== text) {
    console.error(`${output} is not what its source builds to: run deno task page`);
    process.exitCode = 1;
  }
}
await stop();

async function built({ entry, banner = "", texts = {} }: PageScript): Promise<string> {
  const { outputFiles: [script], metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2023",
    charset: "utf8",
    legalComments: "none",
    banner: { js: banner },
    define: Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, JSON.stringify(text)]),
    ),
    write: false,
    metafile: true,
    plugins: [inBrowser],
  });
  const missing = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
  if (missing.length > 0) {
    const names = missing.map(({ path }) => path).join(", ");
    throw new Error(`Not there in a browser: ${names}`);
  }
  return script!.text;
}
