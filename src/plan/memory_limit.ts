/** Memory that the kernels can address: pointers are 32 bits. */
import { InputError } from "../errors.ts";

export const addressableBytes = 2 ** 32;

/** The error of a plan that needs more. */
export const tooMuchMemory = (bytes: number): InputError =>
  new InputError({
    message:
      `The model needs ${
        Math.ceil(bytes / 2 ** 20).toLocaleString("en-US")
      } MiB of memory, expected at most ${addressableBytes / 2 ** 20}; ` +
      "make batch.size, batch.maxLength or the model smaller",
  });
