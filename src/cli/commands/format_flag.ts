/** `--format`: the format of a corpus as one word, or as in a config. */
import { Result } from "effect";
import { cwd } from "node:process";
import { decode } from "../../config/decode.ts";
import { inWords } from "../../config/wording.ts";
import { toPlain } from "../../config/located.ts";
import { readYaml } from "../../config/read_yaml.ts";
import { CorpusFormat } from "../../text/sources/schema.ts";

/**
 * Reads `text`, `lines`, `csv=COLUMN` (a name, or a number from 1), `jsonl=FIELD`, or YAML such as
 * `{ csv: 2, delimiter: "\t" }`; what is wrong in words otherwise.
 */
export function readFormat(typed: string): Result.Result<CorpusFormat, string> {
  const expected =
    `Expected text, lines, csv=COLUMN, jsonl=FIELD or what corpus.format holds, got ${
      JSON.stringify(typed)
    }`;
  const value = plain(typed);
  if (Result.isFailure(value)) return Result.fail(`${expected} (${value.failure})`);
  return Result.mapError(decode(CorpusFormat, value.success), ([first]) => {
    const key = first?.path.join(".") ?? "";
    return key === "" || first === undefined
      ? expected
      : `${expected} (${key}: ${inWords(first.message)})`;
  });
}

function plain(typed: string): Result.Result<unknown, string> {
  const [kind = "", ...rest] = typed.split("=");
  const name = rest.join("=");
  if (rest.length > 0 && kind === "csv") {
    return Result.succeed({ csv: /^[1-9]\d*$/.test(name) ? Number(name) : name });
  }
  if (rest.length > 0 && kind === "jsonl") return Result.succeed({ jsonl: name });
  const source = { order: 0, label: "--format", directory: cwd(), isFile: false };
  return Result.mapBoth(readYaml(typed, source), {
    onSuccess: toPlain,
    onFailure: ([first]) => first?.message ?? "",
  });
}
