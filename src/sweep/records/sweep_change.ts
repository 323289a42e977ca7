/** A change to a sweep that its results so far don't allow. */
import { Schema } from "effect";

const key = Schema.String;

export const SweepChange = Schema.TaggedUnion({
  Corpus: {},
  Gates: {},
  Model: {},
  /** A value of the definition; undefined if there is none. */
  Value: { key, was: Schema.Unknown, is: Schema.Unknown },
  /** A parameter that is no longer searched, or was not. */
  Unsearched: { key, now: Schema.Boolean },
  Domain: {
    key,
    was: Schema.Literals(["values", "range"]),
    is: Schema.Literals(["values", "range"]),
  },
  LostValue: { key, value: Schema.Unknown },
  /** A lower end of a range from which steps don't lead to the old one. */
  ShiftedSteps: { key, was: Schema.Finite, is: Schema.Finite },
  /** More trials were started than the file allows. */
  FewerTrials: { begun: Schema.Natural, allowed: Schema.Natural },
});
export type SweepChange = typeof SweepChange.Type;

export const describeChange = (change: SweepChange): string =>
  SweepChange.match(change, {
    Corpus: () => "The corpus holds other bytes",
    Gates: () => "The file of gates holds other code",
    Model: () => "The model that trials start from has other weights or another vocabulary",
    Value: ({ key, was, is }) => `${key}: was ${json(was)}, is ${json(is)}`,
    Unsearched: ({ key, now }) =>
      `${key}: ${now ? "is no longer searched" : "was not searched before"}`,
    Domain: ({ key, was, is }) => `${key}: was ${domains[was]}, is ${domains[is]}`,
    LostValue: ({ key, value }) => `${key}: ${json(value)} is gone`,
    ShiftedSteps: ({ key, was, is }) => `${key}: was ${was}, from which steps do not lead to ${is}`,
    FewerTrials: ({ begun, allowed }) =>
      `${begun} trials were started, more than the ${allowed} that the file now allows`,
  });

const json = (value: unknown): string => JSON.stringify(value) ?? "nothing";

const domains = { values: "a list of values", range: "a range" } as const;
