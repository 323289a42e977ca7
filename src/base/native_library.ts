/** Libraries of the system's, as each runtime calls them (see runtime.ts). */

/**
 * The C types that `openLibrary` passes; `address` is a byte address as a number, `text` a
 * result that points at characters up to a zero.
 */
export type NativeType = "int" | "float" | "address" | "text" | "void";

/** Parameters and result of each function of a library. */
export type NativeSymbols = Readonly<
  Record<string, { readonly parameters: readonly NativeType[]; readonly result: NativeType }>
>;

/** A library's functions by name; a function that the library lacks is undefined. */
export interface NativeLibrary {
  /** The name or path under which the library was found. */
  readonly name: string;
  readonly functions: Readonly<Record<string, ((...args: number[]) => unknown) | undefined>>;
}
