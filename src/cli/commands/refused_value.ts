import { CliError } from "effect/cli";

/** A value that was typed and is wrong; `expected` is all that is said of it: `Expected …, got …`. */
export class RefusedValue extends CliError.InvalidValue {}
