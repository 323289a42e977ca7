/** What src/base/runtime.ts has from Deno, whose types the compiler of declarations lacks. */
declare namespace Deno {
  type ForeignLibraryInterface = object;
  type PointerValue = object | null;
  const permissions: { querySync(asked: object): { readonly state: string } };
  const UnsafePointer: {
    of(bytes: Uint8Array): PointerValue;
    value(pointer: PointerValue): bigint;
  };
  const UnsafePointerView: new (pointer: object) => { getCString(): string };
  function dlopen(name: string, symbols: object): { readonly symbols: object };
}
