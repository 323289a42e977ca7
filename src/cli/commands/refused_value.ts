import { CliError } from "effect/cli";

/** A flag has an invalid value; `expected` is the whole sentence, `Expected …, got …`. */
export class RefusedValue extends CliError.InvalidValue {}
