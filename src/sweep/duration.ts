/** A length of time, written `90 s`, `30 min` or `2 h`. */
import { Schema, SchemaGetter } from "effect";

const durationPattern = /^[1-9][0-9]{0,8} (s|min|h|seconds?|minutes?|hours?)$/u;
const secondsIn = { s: 1, m: 60, h: 3600 } as const;

/** Schema of a length of time, decoded to seconds. */
export const Duration = Schema.String.check(
  Schema.isPattern(durationPattern, { expected: 'a time such as "90 s", "30 min" or "2 h"' }),
).pipe(
  Schema.decodeTo(Schema.Number, {
    decode: SchemaGetter.transform((written: string) => {
      const unit = written.split(" ")[1]![0] as keyof typeof secondsIn; // by the pattern
      return parseInt(written, 10) * secondsIn[unit];
    }),
    encode: SchemaGetter.transform((seconds: number) => `${seconds} s`),
  }),
);
