/**
 * The first bytes of the shared memory, where the kernels keep their constants (tables of the
 * float64 functions). Every instance writes the same bytes there when it starts. Nothing else may
 * write there.
 */
export const reservedBytes = 65536;
