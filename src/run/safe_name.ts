/**
 * Names that come from elsewhere, a store, an archive, a manifest, where they become part of a path:
 * checked here and nowhere else.
 */
import * as path from "node:path";
import { Result } from "effect";
import { InputError } from "../errors.ts";

/** Up to 100 letters, digits, "-", "_" and "."; no separator, no `..`, nothing hidden. */
const folderName = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.-]{0,99}$/u;

/** Whether a text names one folder or file, and leads nowhere else. */
export const isSafeName = (name: string): boolean => folderName.test(name);

/** The path of something directly in a folder. */
export const inFolderByName = (
  folder: string,
  name: string,
): Result.Result<string, InputError> =>
  isSafeName(name) ? Result.succeed(path.join(folder, name)) : Result.fail(
    new InputError({
      message: `Name ${JSON.stringify(name.slice(0, 200))} can't name a folder: ` +
        'allowed are up to 100 letters, digits, "-", "_" and "."',
    }),
  );
