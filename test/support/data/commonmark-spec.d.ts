// The package has no types of its own. What is used of it: the examples of the specification.

declare module 'commonmark-spec' {
  const commonmark: {
    readonly tests: readonly { readonly number: number; readonly section: string; readonly markdown: string; readonly html: string }[]
  }
  export default commonmark
}
