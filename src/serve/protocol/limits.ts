/** What a server takes at most, so that its memory stays bounded whatever is sent. */
export const limits = {
  /** Of a body. */
  bytes: 1 << 20,
  /** Keys of a map of the body. */
  keys: 100,
  /** Mistakes that one answer names. */
  mistakes: 10,
  /** For the whole body to arrive. */
  bodySeconds: 30,
  /** Bodies that are on their way at a time; the oldest makes room for another. */
  bodies: 256,
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
  /** Tokens of an answer whose log-probabilities are wanted. */
  logged: 1 << 18,
  /** Characters of prompts that an answer repeats. */
  echoed: 1 << 24,
  /** Gains of texts that wait one by one until the client has read what was before. */
  waiting: 1024,
  /** For the client to read the answer, once it is written. */
  readSeconds: 60,
  /** Likeliest tokens beside each one that was written. */
  logprobs: 5,
} as const;
