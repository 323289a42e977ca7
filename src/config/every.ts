/** A period counted in steps or epochs, written `200 steps` or `1 epoch`. */
import { Schema, SchemaGetter } from "effect";

const everyPattern = /^[1-9][0-9]{0,14} (step|steps|epoch|epochs)$/u;
const stepsPattern = /^(0|[1-9][0-9]{0,14}) (step|steps)$/u;

/** So often: every `count` steps, or at the end of every `count` epochs. */
export interface Every {
  readonly count: number;
  readonly unit: "steps" | "epochs";
}

const EveryStruct = Schema.Struct({
  count: Schema.Number,
  unit: Schema.Literals(["steps", "epochs"]),
});

/** The text that stands for a period: `1 step`, `200 steps`, `1 epoch`, `2 epochs`. */
export function formatEvery({ count, unit }: Every): string {
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}

const written = Schema.String.check(
  Schema.isPattern(everyPattern, {
    expected: 'a period such as "200 steps" or "1 epoch"',
  }),
);

const read = (text: typeof written) =>
  text.pipe(Schema.decodeTo(EveryStruct, {
    decode: SchemaGetter.transform((written: string): Every => ({
      count: parseInt(written, 10),
      unit: written.includes("epoch") ? "epochs" : "steps",
    })),
    encode: SchemaGetter.transform(formatEvery),
  }));

/** Schema of {@link Every}; its encoded form is the text. */
export const Every = read(written);

/** The same for a key that may be absent; the description belongs to the written side. */
export const optionalEvery = (description: string) =>
  Schema.optionalKey(read(written.annotateKey({ description })));

/** A number of steps, 0 allowed, written `100 steps`. */
export const Steps = Schema.String.check(
  Schema.isPattern(stepsPattern, {
    expected: 'a number of steps such as "100 steps"',
  }),
).pipe(
  Schema.decodeTo(Schema.Number, {
    decode: SchemaGetter.transform((written: string) => parseInt(written, 10)),
    encode: SchemaGetter.transform((count: number) => formatEvery({ count, unit: "steps" })),
  }),
);
