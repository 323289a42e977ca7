/** A word of a shell's command line, in quotes where the shell would read more than the word. */
export const shellWord = (word: string): string =>
  /^[\w./=,:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
