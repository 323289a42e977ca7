/** Text that is made for a test: always the same, and with something to learn in it. */

const subjects = ["the cat", "a dog", "the old sailor", "my sister", "nobody"];
const verbs = ["saw", "followed", "painted", "forgot", "heard"];
const objects = ["the sea", "a red boat", "the moon", "two birds", "its own shadow"];
const ends = ["", "", " at night", " in the rain", " again and again"];

/** `count` sentences of one line each, chosen by a linear congruential generator. */
export function madeSentences(count: number, seed = 1): string[] {
  let state = seed;
  const pick = (words: readonly string[]) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return words[Math.floor((state / 2 ** 31) * words.length)]!;
  };
  return Array.from({ length: count }, () => {
    const text = `${pick(subjects)} ${pick(verbs)} ${pick(objects)}${pick(ends)}.`;
    return text[0]!.toUpperCase() + text.slice(1);
  });
}
