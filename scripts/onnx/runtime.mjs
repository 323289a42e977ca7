/** Exported models in ONNX Runtime. Sentences are arrays of ids; numbers come back row by row. */
import { createRequire } from "node:module";

// Deno looks for the packages of an `import` before the program installs them.
const { InferenceSession, Tensor } = createRequire(import.meta.url)(
  "onnxruntime-node",
);

const integers = (ids, shape) => new Tensor("int64", BigInt64Array.from(ids, BigInt), shape);

/** Ids of all sentences at one time step; 0 beyond the end of one. */
const idsAt = (sentences, time) => sentences.map((sentence) => sentence[time] ?? 0);

/**
 * The step model's logits of the sentences side by side: [time][batch · vocabulary].
 * @param states their names, sizes and the values that were learned
 */
export async function stepLogits(file, sentences, states) {
  const session = await InferenceSession.create(file);
  const batch = sentences.length;
  let before = Object.fromEntries(
    states.map(({ name, size, values: learned }) => {
      const values = Float32Array.from(
        { length: batch * size },
        (_, i) => learned?.[i % size] ?? 0,
      );
      return [name, new Tensor("float32", values, [batch, size])];
    }),
  );
  const longest = Math.max(...sentences.map((sentence) => sentence.length));
  const all = [];
  for (let time = 0; time < longest; time++) {
    const ids = integers(idsAt(sentences, time), [batch]);
    const { logits, ...next } = await session.run({ ids, ...before });
    all.push(logits.data);
    before = Object.fromEntries(
      states.map(({ name }) => [name, next[`next_${name}`]]),
    );
  }
  return all;
}

/** The sequence model's log-probabilities: [batch · time · vocabulary]. */
export async function sequenceProbabilities(file, sentences) {
  const session = await InferenceSession.create(file);
  const longest = Math.max(...sentences.map((sentence) => sentence.length));
  const padded = sentences.flatMap((ids) => Array.from({ length: longest }, (_, i) => ids[i] ?? 0));
  const { log_probabilities } = await session.run({
    ids: integers(padded, [sentences.length, longest]),
    lengths: integers(sentences.map(({ length }) => length), [
      sentences.length,
    ]),
  });
  return log_probabilities.data;
}
