/** Rules on where a corpus comes from and how it is divided. */
import { packageFileMistake } from "../text/sources/package_file.ts";
import { isTokenStream, newestPreparation } from "../text/tokenizer/preparation.ts";
import { type Rule, wrongValue } from "./rule.ts";

const corpusSource: Rule = ({ corpus }) => {
  if (corpus === undefined) return [];
  const { npm, path, files } = corpus;
  if (npm === undefined && path === undefined) {
    return [
      wrongValue("corpus", "Missing key, expected npm (a package) or path (a file)"),
    ];
  }
  if (npm !== undefined && path !== undefined) {
    return [wrongValue("corpus.path", "Does not go with npm, give one of the two")];
  }
  if (path !== undefined && files !== undefined) {
    return [wrongValue("corpus.files", "Does not go with path, only with npm")];
  }
  if (npm !== undefined && files === undefined) {
    return [
      wrongValue(
        "corpus.files",
        "Missing key, expected the files of the package npm names",
      ),
    ];
  }
  return [];
};

const packageFiles: Rule = ({ corpus }) => {
  if (corpus?.npm === undefined) return [];
  const { files, split } = corpus;
  const named: readonly (readonly [path: string, pattern: string | undefined])[] = [
    ["corpus.files", files],
    ...("files" in split
      ? [
        ["corpus.split.files.valid", split.files.valid] as const,
        ["corpus.split.files.test", split.files.test] as const,
      ]
      : []),
  ];
  return named.flatMap(([path, pattern]) => {
    const mistake = pattern === undefined ? undefined : packageFileMistake(pattern);
    return mistake === undefined ? [] : [wrongValue(path, mistake)];
  });
};

const splitShares: Rule = ({ corpus }) => {
  if (corpus === undefined || "files" in corpus.split) return [];
  const { valid, test } = corpus.split;
  return valid + test < 1 ? [] : [
    wrongValue(
      "corpus.split",
      `Expected shares that leave some for training, got ${valid} + ${test}`,
    ),
  ];
};

const streamSentences: Rule = ({ corpus, tokenizer, batch }) => {
  if (corpus?.sentences === undefined || tokenizer === undefined || batch === undefined) return [];
  return isTokenStream({ tokenizer, layout: batch, version: newestPreparation })
    ? [wrongValue("corpus.sentences", "Has no effect: this text is read as a stream of tokens")]
    : [];
};

const tokenizerSource: Rule = ({ tokenizer }) =>
  tokenizer?.kind !== "bpe" || tokenizer.file === undefined || tokenizer.vocabulary === undefined
    ? []
    : [wrongValue("tokenizer.vocabulary", "Does not go with file, give one of the two")];

export const corpusRules: readonly Rule[] = [
  corpusSource,
  packageFiles,
  splitShares,
  streamSentences,
  tokenizerSource,
];
