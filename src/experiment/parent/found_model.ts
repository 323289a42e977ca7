import type { Tensors } from "../../run/tensors/safetensors.ts";
import type { GivenVocabulary } from "../../text/vocabulary/given_vocabulary.ts";
import type { VocabularyTokens } from "../../text/vocabulary/vocabulary.ts";
import type { Experiment } from "../schema.ts";

/** A trained model as it lies in a run or in files. */
export interface FoundModel extends VocabularyTokens {
  readonly tensors: Tensors;
  /** SHA-256 of the bytes of its weights. */
  readonly weightsHash: string;
  /** Version of the rules by which text became its words, unless that is the newest. */
  readonly version: GivenVocabulary["version"];
  /** Others may not read it. */
  readonly isPrivate: boolean;
  /** Checkpoint that the weights are from, where it is a run's. */
  readonly checkpoint: string | undefined;
  /** The experiment that it was trained by, where it is a run's. */
  readonly experiment: Pick<Experiment, "tokenizer" | "model" | "cells"> | undefined;
  /** SHA-256 of the file of gates that its cells call, where it is a run's and has one. */
  readonly gates: string | undefined;
}
