// Text in the pieces in which a model would send it. Stands in for a tokenizer: about a word each.

/** The pieces; joined they are the text again. */
export function tokenize(text: string): readonly string[] {
  // By code points, so that no piece ends inside an emoji.
  return text.match(/\s*\S{1,12}|\s+$/gu) ?? []
}

/** What the stand-in bills for a text it was sent. */
export function countTokens(text: string): number {
  return tokenize(text).length
}
