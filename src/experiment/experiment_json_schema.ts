/** JSON Schema of an experiment's file, for completion in editors. */
import { Predicate, Schema } from "effect";
import { ExperimentFile } from "./schema.ts";

/** The schema as text, the content of schema.json. */
export function experimentJsonSchema(): string {
  const { schema } = Schema.toJsonSchemaDocument(ExperimentFile, {
    onExcessProperty: "error",
  });
  const document = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Unroll experiment",
    ...tidy(schema) as object,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Lifts lone annotations out of `allOf` and drops bounds that every whole number has anyway. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (!Predicate.isObject(value)) return value;
  const { allOf, maximum, ...rest } = value;
  const lifted: readonly unknown[] = Array.isArray(allOf) ? allOf : [];
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, part]) => [key, tidy(part)]),
  );
  const notes = lifted.every(isAnnotation);
  return {
    ...inner,
    ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER &&
      { maximum }),
    ...(notes ? Object.assign({}, ...lifted) as object : { allOf: tidy(allOf) }),
  };
}

function isAnnotation(value: unknown): boolean {
  return Predicate.isObject(value) &&
    Object.keys(value).every((key) => key === "description" || key === "default");
}
