/** The program of the page that describes a server's API: 2 MB, which the package `effect` has. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const effect = dirname(createRequire(import.meta.url).resolve("effect/package.json"));
const file = join(effect, "dist", "http-api", "internal", "httpApiSwagger.js");
export const { css, javascript } = await import(pathToFileURL(file).href);
