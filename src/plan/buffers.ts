/**
 * Places of matrices that hold something for a part of a step only. A step is a row of times: the
 * layers forward, the output layer, the layers backward, then the gradients of the parameters. Two
 * matrices whose times do not meet can share a place, where it is sure that no worker is still at the
 * one while another is at the other: workers wait for each other around the output layer, but within
 * the layers each piece of the batch goes its own way. So there, only matrices of the same shape share
 * a place, in which each piece has the same rows.
 */
import type { Pointer } from "../kernels/kernels.ts";
import { type Arena, makeArena } from "./arena.ts";
import type { Capacity, MatrixRows, RowClass } from "./plan.ts";

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

interface Place {
  readonly base: Pointer;
  readonly lives: Life[];
}

export interface BuffersOptions {
  readonly arena: Arena;
  readonly capacity: Capacity;
  readonly ages: number;
  /** A range that is taken for some times only, between barriers: the logits. */
  readonly range: { readonly base: Pointer; readonly bytes: number; readonly taken: Life };
}

const meet = (a: Life, b: Life): boolean => a.from <= b.to && b.from <= a.to;

export const makeBuffers = ({ arena, capacity, ages, range }: BuffersOptions): Buffers => {
  const places = new Map<string, Place[]>();
  const inRange = makeArena(range.base);
  let saved = 0;
  /** A place in the range where that has room left and is free, else in the arena. */
  const reserve = (elements: number, life: Life): Place => {
    const fits = inRange.size() + 4 * elements <= range.base + range.bytes;
    if (!fits || meet(life, range.taken)) return { base: arena.elements(elements), lives: [life] };
    saved += 4 * elements;
    return { base: inRange.elements(elements), lives: [range.taken, life] };
  };
  return {
    matrix: (rows, columns, life) => {
      const kind = rows === "age" && ages === 1 ? "token" : rows;
      const elements = columns *
        { token: capacity.tokens, age: capacity.tokens * ages, step: capacity.rows * ages }[rows];
      const alike = places.get(`${kind} ${columns}`) ?? [];
      places.set(`${kind} ${columns}`, alike);
      const free = alike.find(({ lives }) => !lives.some((other) => meet(life, other)));
      if (free !== undefined) {
        free.lives.push(life);
        saved += 4 * elements;
        return { base: free.base, ld: columns, rows };
      }
      const place = reserve(elements, life);
      alike.push(place);
      return { base: place.base, ld: columns, rows };
    },
    saved: () => saved,
  };
};
