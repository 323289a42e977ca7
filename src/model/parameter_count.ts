import type { Model } from "./model.ts";

/** Numbers that training moves: elements of all parameters, a tied one counted once. */
export const parameterCount = ({ parameters }: Model): number =>
  parameters.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
