import { homedir } from "node:os";
import { join } from "node:path";

/** A path from the user's folder as people write it, on any system. */
const written = /^(?:~|\$HOME|\$\{HOME\})(?:$|[/\\])/;

/**
 * The path that `~/x`, `$HOME/x` or `${HOME}/x` means, as in a shell. That is all that is replaced:
 * a file of any name can be given, and no other variable shows up in a message. A folder that is
 * really named `~` is `./~`.
 *
 * @param escape what the user's folder becomes where the path may be a glob
 */
export function fromHome(
  path: string,
  escape: (folder: string) => string = (same) => same,
): string {
  const [head] = written.exec(path) ?? [];
  return head === undefined ? path : join(escape(homedir()), path.slice(head.length));
}
