import { Schema } from "effect";
import { errorCode } from "../base/files/system_error.ts";
import { InputError } from "../base/errors.ts";

/** An address at which the server cannot listen. */
export class UnusableAddress extends InputError.extend<UnusableAddress>("UnusableAddress")({
  _tag: Schema.tag("UnusableAddress"),
  host: Schema.String,
  port: Schema.Number,
  cause: Schema.Defect(),
}) {
  override get message(): string {
    return this.#words();
  }

  #words(): string {
    const { host, port, cause } = this;
    switch (errorCode(cause)) {
      case "EADDRINUSE":
        return `Port ${port} of ${host} is taken by another program: --port N names another one`;
      case "EADDRNOTAVAIL":
      case "ENOTFOUND":
      case "EINVAL":
        return `${JSON.stringify(host)} is no address of this machine: --host ADDRESS names one`;
      case "EACCES":
        return `Port ${port} may not be used: --port N names another one, above 1023`;
      default:
        return `Cannot listen at ${host}, port ${port}: ${
          cause instanceof Error ? cause.message : cause
        }`;
    }
  }
}

/** The program was started without the permission to listen. */
export class NoNetwork extends InputError.extend<NoNetwork>("NoNetwork")({
  _tag: Schema.tag("NoNetwork"),
}) {
  override get message(): string {
    return "The program's permissions do not reach the network: the tasks `run`, `serve` and " +
      "`watch` have them";
  }
}
