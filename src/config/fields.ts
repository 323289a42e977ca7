/**
 * Building blocks for the schemas of config parts. Every schema here has the annotation `expected`,
 * a phrase for messages ("Expected a number greater than 0, got …"). Every key has a description
 * and a default, which the JSON Schema shows.
 */
import { Effect, Schema, SchemaGetter } from "effect";

/** Says what a key is for; shown by editors. */
export const describe = (description: string) => <S extends Schema.Top>(self: S): S["Rebuild"] =>
  self.annotateKey({ description });

/** Makes a key optional: it is `value` (as written in YAML) when the file does not hold it. */
export const withDefault =
  <S extends Schema.Top>(value: S["Encoded"], description: string) =>
  (self: S): Schema.withDecodingDefaultKey<S> =>
    optional(self, value, { description, default: value });

/**
 * Makes a key optional whose default fits the text; `value` where there is no text to look at. Who
 * reads a config chooses it before decoding, see `experiment/fit`.
 */
export const withFittedDefault =
  <S extends Schema.Top>(value: S["Encoded"], description: string) =>
  (self: S): Schema.withDecodingDefaultKey<S> =>
    optional(self, value, {
      description: `${description}; by default fitted to the text (${value} for standard input)`,
    });

const optional = <S extends Schema.Top>(
  self: S,
  value: S["Encoded"],
  annotations: { readonly description: string; readonly default?: S["Encoded"] },
): Schema.withDecodingDefaultKey<S> =>
  // The description belongs to the written side, which the JSON Schema shows.
  Schema.optionalKey(Schema.toEncoded(self)).annotateKey(annotations).pipe(
    Schema.decodeTo(self, {
      decode: SchemaGetter.withDefault<S["Encoded"]>(Effect.succeed(value)),
      encode: SchemaGetter.passthrough(),
    }),
  );

/** Text that is not empty. */
export const text = Schema.String.check(
  Schema.isMinLength(1, { expected: "text that is not empty" }),
);

/** Text of the form of a regular expression (flag `u`, else no JSON Schema holds it), in words. */
export const textLike = (pattern: RegExp, expected: string) =>
  Schema.String.check(Schema.isPattern(pattern, { expected }));

/** A whole number of at least `minimum`, and of at most `maximum` where one is given. */
export const wholeNumber = (minimum: number, maximum?: number) =>
  Schema.Number.check(
    Schema.isInt(),
    maximum === undefined
      ? Schema.isGreaterThanOrEqualTo(minimum, {
        expected: `a whole number of at least ${minimum}`,
      })
      : Schema.isBetween({ minimum, maximum }, {
        expected: `a whole number from ${minimum} to ${maximum}`,
      }),
  );

/** A finite number greater than `bound`. */
export const numberAbove = (bound: number) =>
  Schema.Number.check(
    Schema.isFinite(),
    Schema.isGreaterThan(bound, { expected: `a number greater than ${bound}` }),
  );

/** A finite number of at least `minimum`. */
export const numberFrom = (minimum: number) =>
  Schema.Number.check(
    Schema.isFinite(),
    Schema.isGreaterThanOrEqualTo(minimum, {
      expected: `a number of at least ${minimum}`,
    }),
  );

/** A share or rate r with 0 ≤ r < 1. */
export const share = Schema.Number.check(
  Schema.isFinite(),
  Schema.isBetween(
    { minimum: 0, maximum: 1, exclusiveMaximum: true },
    { expected: "a number from 0 up to but not including 1" },
  ),
);

/** A factor f with 0 < f < 1. */
export const fraction = Schema.Number.check(
  Schema.isFinite(),
  Schema.isBetween(
    { minimum: 0, maximum: 1, exclusiveMinimum: true, exclusiveMaximum: true },
    { expected: "a number between 0 and 1" },
  ),
);

/** True or false. */
export const flag = Schema.Boolean.annotate({ expected: "true or false" });
