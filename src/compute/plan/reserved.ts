/** What a plan reserves beside its matrices, and where each thing is. */
import { lineWords } from "./arena.ts";
import type { BindingLayout } from "./binding.ts";
import { floatCount } from "./control.ts";

/** Bytes of a worker's workspace before the scratch of its tapes. */
export const workspaceHead = 512;

/** Places in that head, in bytes; what another thread reads has a line of memory of its own. */
export const workspacePlaces = { starts: 0, life: 32, settings: 64, profile: 128 } as const;

/** Words of a staged step before its binding: the float32 numbers, the program, whether the norm is wanted. */
export const stagingPlaces = { floats: 0, program: floatCount, norm: floatCount + 1 } as const;

/** Where the binding of a staged step starts, in words. */
export const stagingHead = floatCount + lineWords;

/** Words that a staged step takes. */
export const stagingWords = ({ words }: BindingLayout): number => stagingHead + words;

/** Float64 words of the results: loss and norm of an even and of an odd generation. */
export const resultWords = 4;
