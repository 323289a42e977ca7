/** What is made when it is first asked for, and kept: for what several tests look at. */
export function once<A>(make: () => A): () => A {
  let made: { readonly value: A } | undefined;
  return () => (made ??= { value: make() }).value;
}
