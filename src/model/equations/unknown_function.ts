import { either } from "../../config/expectation.ts";
import type { CellFunctions } from "./functions.ts";
import { suggestion } from "./suggestion.ts";

/**
 * What is said of a name that is called like a function and is none: the one that was meant, or
 * all.
 *
 * @param call the whole call, where it can be shown
 */
export function unknownFunction(name: string, functions: CellFunctions, call?: string): string {
  const near = suggestion(name, functions.keys());
  const where = call === undefined ? "" : ` in "${call}"`;
  return `Unknown function "${name}"${where}${
    near !== "" ? near : `, expected ${either([...functions.keys()])}; docs/cells.md writes others`
  }`;
}
