/** Where this program's own files are. A package, which has others, is built with another module instead. */

/** The address of one of them, by its path in the repository. */
export const programFile = (path: string): URL => new URL(`../../${path}`, import.meta.url);

/** SHA-256 of the code, where it is not there to be read. */
export const builtCode: string | undefined = undefined;
