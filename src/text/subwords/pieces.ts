/** How text is cut before bytes are merged: merges never cross the borders of a piece. */

/** Letters and digits that came with Unicode 17, which only some runtimes know: signs in all. */
const newLetters = "\\u088f\\u0c5c\\u0cdc\\ua7ce\\ua7cf\\ua7d2\\ua7d4\\ua7f1" +
  "\\u{10940}-\\u{10959}\\u{10ec5}-\\u{10ec7}\\u{11db0}-\\u{11ddb}\\u{11de0}-\\u{11de9}" +
  "\\u{16ea0}-\\u{16eb8}\\u{16ebb}-\\u{16ed3}\\u{16ff2}-\\u{16ff6}\\u{187f8}-\\u{187ff}" +
  "\\u{18d09}-\\u{18d1e}\\u{18d80}-\\u{18df2}\\u{1e6c0}-\\u{1e6ff}\\u{2b73a}-\\u{2b73f}" +
  "\\u{2cea2}-\\u{2cead}\\u{323b0}-\\u{33479}";

const space = "\\p{White_Space}";
const letters = `[\\p{L}--[${newLetters}]]`;
const digits = `[\\p{N}--[${newLetters}]]`;
const signs = `[[^${space}\\p{L}\\p{N}]${newLetters}]`;

/** Most characters of a piece: then another begins, so that memory stays small on any text. */
export const longestPiece = 4096;

/**
 * GPT-2's pieces, as Hugging Face's `ByteLevel` has them with `use_regex`: ends of contractions;
 * letters, digits or signs with the space before them; white space, whose last character is a piece
 * of its own before a word (or belongs to the word, if it is a space). All characters of a text are
 * in one piece. Only pieces over {@link longestPiece} are cut otherwise.
 */
const pieces = new RegExp(
  [
    "'(?:[sdmt]|ll|ve|re)",
    ` ?${letters}{1,${longestPiece}}`,
    ` ?${digits}{1,${longestPiece}}`,
    ` ?${signs}{1,${longestPiece}}`,
    `[${space}]{1,${longestPiece}}(?![^${space}])`,
    `[${space}]{1,${longestPiece}}`,
  ].join("|"),
  "gv",
);

/** UTF-16 units that must follow a piece before it is certain: "'" may be that of "'ll". */
const lookahead = 2;

/** Cuts a text that comes in pieces of any size. */
export interface PieceCutter {
  /** Calls `found` with each piece that is certain to be one. */
  readonly push: (text: string, found: (piece: string) => void) => void;
  /** Calls it with the rest: the text ends here. */
  readonly end: (found: (piece: string) => void) => void;
}

export function pieceCutter(): PieceCutter {
  let buffer = "";
  const cut = (least: number, found: (piece: string) => void) => {
    let start = 0;
    pieces.lastIndex = 0;
    for (let match = pieces.exec(buffer); match !== null; match = pieces.exec(buffer)) {
      const end = match.index + match[0].length;
      if (end + least > buffer.length) break;
      found(match[0]);
      start = end;
    }
    buffer = buffer.slice(start);
  };
  return {
    push: (text, found) => {
      buffer += text;
      cut(lookahead, found);
    },
    end: (found) => {
      cut(0, found);
      buffer = "";
    },
  };
}

/** All pieces of a text. */
export function cutPieces(text: string): string[] {
  const found: string[] = [];
  const cutter = pieceCutter();
  cutter.push(text, (piece) => found.push(piece));
  cutter.end((piece) => found.push(piece));
  return found;
}
