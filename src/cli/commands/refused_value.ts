import { CliError } from "effect/cli";

/** A typed value that is wrong; `expected` is the whole sentence, `Expected …, got …`. */
export class RefusedValue extends CliError.InvalidValue {}
