// A simple tokenizer: splits text into tokens of about a word.

/** The tokens of a text; joined they give the text again. */
export function tokenize(text: string): readonly string[] {
  // By code points, so that no token ends inside an emoji.
  return text.match(/\s*\S{1,12}|\s+$/gu) ?? []
}

/** The number of input tokens that the stand-in counts for a text. */
export function countTokens(text: string): number {
  return tokenize(text).length
}
