import { spawnSync } from "node:child_process";
import process from "node:process";

/**
 * Installs the packages of a folder of their own as its lock file says. Returns why they can't be,
 * if they can't.
 */
export function installPackages(folder: string): string | undefined {
  const { status, stderr, error } = spawnSync(
    process.execPath,
    ["install", "--frozen", "--quiet"],
    { cwd: folder, encoding: "utf8" },
  );
  return status === 0 ? undefined : (error?.message ?? stderr).trim().split("\n")[0];
}
