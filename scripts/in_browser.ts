/** Chromium, and the programs of scripts/browser that use it. */
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { installPackages } from "./install_packages.ts";

const here = fileURLToPath(new URL("browser/", import.meta.url));

/** Where `deno task browser` puts its pictures. */
export const screenshots = fileURLToPath(new URL("../.cache/pages/", import.meta.url));

/** Widths in pixels of a desktop and of a telephone. */
export const windows = [
  { width: 1280, dark: false },
  { width: 390, dark: true },
  { width: 390, dark: false },
] as const;

/** Why nothing can be looked at, or the browser. */
export function findBrowser(): { readonly missing: string } | { readonly executable: string } {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const name = names.find((name) => spawnSync(name, ["--version"]).status === 0);
  if (name === undefined) return { missing: `none of ${names.join(", ")} is installed` };
  const missing = installPackages(here);
  if (missing !== undefined) return { missing };
  const found = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" });
  return { executable: found.stdout.trim() };
}

/** What a program of scripts/browser saw, asked by JSON; the promise fails with what it said. */
export const inBrowser = <Seen>(program: string, asked: object): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const words = ["run", "--allow-all", join(here, program), JSON.stringify(asked)];
    const child = spawn(process.execPath, words, { cwd: here });
    let stdout = "", stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => stdout += text);
    child.stderr.setEncoding("utf8").on("data", (text: string) => stderr += text);
    child.on("error", reject);
    child.on("close", (status) => {
      if (status === 0) resolve(JSON.parse(stdout));
      else reject(new Error(stderr));
    });
  });
