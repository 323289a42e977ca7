/**
 * Places of matrices that are only needed for a part of a step. A step is a sequence of times: the
 * layers forward, the output layer, the layers backward, then the gradients of the parameters. Two
 * matrices with disjoint times can share a place if they have the same shape. Within the layers,
 * pieces of the batch do not wait for each other, and only in matrices of one shape do they use the
 * same rows. The logits share their place with nothing, since the output layer's gradients are
 * computed while the layers run backward.
 */
import type { Pointer } from "../../kernels/pointer.ts";
import type { Arena } from "./arena.ts";
import type { MatrixRows, RowClass } from "./matrices.ts";
import type { Capacity } from "./plan.ts";

/** First and last time at which a matrix must keep what is in it. */
export interface Life {
  readonly from: number;
  readonly to: number;
}

/** Numbers of the times of a step for so many layers. */
export const stepTimes = (layers: number) => ({
  forward: (layer: number): number => layer,
  output: layers,
  backward: (layer: number): number => 2 * layers - layer,
  gradients: 2 * layers + 1,
});
export type StepTimes = ReturnType<typeof stepTimes>;

export interface Buffers {
  readonly matrix: (rows: RowClass, columns: number, life: Life) => MatrixRows;
  /** Bytes that sharing has saved so far. */
  readonly saved: () => number;
}

/** Memory that matrices of one shape take in turn. */
interface SharedPlace {
  readonly base: Pointer;
  readonly lives: Life[];
}

export interface BuffersOptions {
  readonly arena: Arena;
  readonly capacity: Capacity;
  readonly ages: number;
}

const meet = (a: Life, b: Life): boolean => a.from <= b.to && b.from <= a.to;

export const makeBuffers = ({ arena, capacity, ages }: BuffersOptions): Buffers => {
  const byShape = new Map<string, SharedPlace[]>();
  let saved = 0;
  return {
    matrix: (rows, columns, life) => {
      const kind = rows === "age" && ages === 1 ? "token" : rows;
      const elements = columns *
        { token: capacity.tokens, age: capacity.tokens * ages, step: capacity.rows * ages }[rows];
      const alike = byShape.get(`${kind} ${columns}`) ?? [];
      byShape.set(`${kind} ${columns}`, alike);
      const free = alike.find(({ lives }) => !lives.some((other) => meet(life, other)));
      if (free !== undefined) {
        free.lives.push(life);
        saved += 4 * elements;
        return { base: free.base, ld: columns, rows };
      }
      const base = arena.elements(elements);
      alike.push({ base, lives: [life] });
      return { base, ld: columns, rows };
    },
    saved: () => saved,
  };
};
