/** Hugging Face's tokenizers: the one in Rust, and the one in JavaScript. */
import { readFileSync } from "node:fs";

// As values: a check of types would refuse an import of a package that is not installed.
const { Tokenizer: InJavaScript } = await import("@huggingface/tokenizers");
const { default: tokenizers } = await import("tokenizers");

/** The merges that the trainer in Rust learns from a file, which it reads line by line. */
export function learntMerges(file, saved) {
  const tokenizer = new tokenizers.Tokenizer(tokenizers.BPE.empty());
  tokenizer.setPreTokenizer(tokenizers.byteLevelPreTokenizer(false, true));
  tokenizer.train([file]);
  tokenizer.save(saved);
  return JSON.parse(readFileSync(saved, "utf8")).model.merges.map((merge) => [merge].flat());
}

/** The ids of a text under a tokenizer.json, by each of the two. */
export async function idsOf(json, text) {
  const rust = await tokenizers.Tokenizer.fromString(json)
    .encode(text, null, { addSpecialTokens: false });
  const javaScript = new InJavaScript(JSON.parse(json), {});
  return [rust.getIds(), javaScript.encode(text, { add_special_tokens: false }).ids];
}
