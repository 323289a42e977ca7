/** Memory that the kernels can address: pointers are 32 bits. */
export const addressableBytes = 2 ** 32;

/**
 * What a person reads where a plan has not the memory that it needs.
 * @param why what is wrong with that much, for instance `which could not be reserved`
 */
export const memoryMessage = (bytes: number, why: string): string =>
  `The model needs ${Math.ceil(bytes / 2 ** 20)} MiB of memory, ${why}; ` +
  "make batch.size, batch.maxLength or the model smaller";
