/** Paths of an experiment relative to a folder, so that they hold when both are moved together. */
import { isAbsolute, parse, relative, resolve, sep } from "node:path";
import { escapeGlob } from "../text/sources/glob_text.ts";
import { changeFiles } from "./change_files.ts";

/**
 * Makes the absolute paths of a plain experiment relative to `folder` where the two have more in
 * common than the root of the file system; `absolutePaths` is the way back.
 */
export const relativePaths = (plain: unknown, folder: string): unknown =>
  changeFiles(plain, (file, { names }) => {
    const from = resolve(folder);
    return relativeWithin(names === "files" ? escapeGlob(from) : from, file) ?? file;
  });

function relativeWithin(from: string, file: string): string | undefined {
  const found = relative(from, file).replaceAll(sep, "/");
  const depth = from.slice(parse(from).root.length).split(sep).length;
  const climbed = found.split("/").filter((part) => part === "..").length;
  // A file named "-" would be read as standard input.
  const named = found !== "" && found !== "-" && !isAbsolute(found);
  return named && climbed < depth ? found : undefined;
}
