/** Tokenized corpora that the trials of one process share. */
import { Context, Effect, Layer, Semaphore } from "effect";
import type { InputError, RunError } from "../../base/errors.ts";
import type { Experiment } from "../schema.ts";
import { type GivenVocabulary, wordsHash } from "../../text/vocabulary/given_vocabulary.ts";
import { checkParts } from "../../text/tokens/check_parts.ts";
import type { TokenizedCorpus } from "../../text/tokens/tokenized_corpus.ts";
import { loadCorpus } from "./load_corpus.ts";

/** Corpora that are kept; the one used longest ago goes first. */
const mostKept = 4;

export class SharedCorpus extends Context.Service<SharedCorpus, {
  /** As `loadCorpus`, but the same arrays for experiments that read, split and tokenize alike. */
  readonly load: (
    experiment: Experiment,
    given: GivenVocabulary | undefined,
  ) => Effect.Effect<TokenizedCorpus, InputError | RunError>;
}>()("unroll/experiment/SharedCorpus") {
  /** The bytes of a corpus are read once: they are taken to stay the same as long as the layer. */
  static readonly layer: Layer.Layer<SharedCorpus> = Layer.effect(
    SharedCorpus,
    Effect.map(Semaphore.make(1), (one) => {
      // Not a `Cache`: a failure to load is that of one experiment, whose batches may be too large,
      // and must not be given to others that wait for the same tokens.
      const kept = new Map<string, TokenizedCorpus>();
      const load = Effect.fnUntraced(function* (
        experiment: Experiment,
        given: GivenVocabulary | undefined,
      ): Effect.fn.Return<TokenizedCorpus, InputError | RunError> {
        const { corpus, tokenizer, batch } = experiment;
        const cut = batch.kind === "sentences" ? batch.maxLength : null;
        const words = given && [wordsHash(given), given.isWhole, given.version];
        const key = JSON.stringify([corpus, tokenizer, batch.kind, cut, words]);
        const known = kept.get(key);
        if (known !== undefined) yield* checkParts(known, corpus.split, batch);
        const tokenized = known ?? (yield* loadCorpus(experiment, { given }));
        kept.delete(key);
        kept.set(key, tokenized);
        for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
        return tokenized;
      });
      return { load: (...asked) => one.withPermits(1)(load(...asked)) };
    }),
  );
}
