/** What a server takes at most, so that its memory stays bounded whatever is sent. */
export const limits = {
  /** Of a body. */
  bytes: 1 << 20,
  /** For the whole body to arrive. */
  bodySeconds: 30,
  /** Requests that are answered at a time; more are turned away. */
  requests: 128,
  /** For the whole answer to a request. */
  seconds: 300,
  /** Tokens of a prompt. */
  promptTokens: 1 << 16,
  /** Tokens of a text that is written. */
  tokens: 4096,
  /** Texts of a request: prompts times n. */
  texts: 128,
  /** Texts before which a text ends. */
  stops: 4,
  /** Likeliest tokens beside each one that was written. */
  logprobs: 5,
} as const;
