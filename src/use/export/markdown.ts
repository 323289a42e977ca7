/** Markdown of a block of code. */
export const fenced = (language: string, code: string): string =>
  `\`\`\`${language}\n${code.trim()}\n\`\`\``;

/** Markdown of a table; texts that go into cells have their bars escaped. */
export const markdownTable = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string => {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
};

/** Text as code within a line, whatever backticks are in it. */
export const code = (text: string): string =>
  text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;

/** In place of what only the model's owner can say. */
export const toFillIn = "*to be filled in*";
