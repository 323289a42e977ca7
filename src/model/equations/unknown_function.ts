import { either } from "../../config/expectation.ts";
import type { CellFunctions } from "./functions.ts";
import { suggestion } from "./suggestion.ts";

/**
 * The message for a call of an unknown function: the function that was probably meant, or all of
 * them.
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
