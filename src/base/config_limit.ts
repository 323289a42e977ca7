/** Bytes of the largest config, as a user writes it and as a run keeps it. */
export const configLimit = 1 << 20;
