/** What is asked for. */
export interface GenerationOptions {
  /** 0 always takes the most likely token. */
  readonly temperature: number;
  readonly topK: number | undefined;
  readonly topP: number | undefined;
  readonly seed: number;
  /** Most tokens of a sample. */
  readonly tokens: number;
  readonly samples: number;
  /** Texts before which a sample ends; they are not part of it. */
  readonly stop: readonly string[];
}

/** One text of up to 100 tokens from nothing, as the model has it. */
export const generationDefaults: GenerationOptions & { readonly prompt: string } = {
  prompt: "",
  temperature: 1,
  topK: undefined,
  topP: undefined,
  seed: 0,
  tokens: 100,
  samples: 1,
  stop: [],
};
