/** How much memory a plan may take, and the error for a plan that needs more. */
import { Schema } from "effect";
import { RunError } from "../../base/errors.ts";
import { formatCount } from "../../base/terminal/format_number.ts";

/** Memory that the kernels can address: pointers are 32 bits. */
export const addressableBytes = 2 ** 32;

/**
 * The message for a plan that cannot have the memory it needs.
 * @param why what is wrong with that much, for instance `which could not be reserved`
 */
export const memoryMessage = (bytes: number, why: string): string =>
  `The model needs ${formatCount(Math.ceil(bytes / 2 ** 20))} MiB of memory, ${why}; ` +
  "make batch.size, batch.maxLength or the model smaller";

/** The memory of a plan could not be reserved on this machine. */
export class MemoryUnavailable extends RunError.extend<MemoryUnavailable>("MemoryUnavailable")({
  _tag: Schema.tag("MemoryUnavailable"),
  bytes: Schema.Number,
  cause: Schema.Defect(),
}) {
  override get message(): string {
    return memoryMessage(this.bytes, "which could not be reserved");
  }
}
