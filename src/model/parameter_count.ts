import type { Model } from "./model.ts";

/** The number of trained values: the elements of all parameters, with a tied one counted once. */
export const parameterCount = ({ parameters }: Model): number =>
  parameters.reduce((sum, { rows, columns }) => sum + rows * columns, 0);

/**
 * Most parameters of a model: they, their gradient and two slots, in float32, fill the memory that
 * kernels can address.
 */
export const mostParameters = 2 ** 28;
