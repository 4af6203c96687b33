// What test/support/answer-page offers to the specs that open it.

export interface AnswerPage {
  /** Shows the text as one answer, which grew to it from the start, by way of these lengths. Gives its HTML. */
  readonly show: (text: string, lengths: readonly number[]) => string
  /** The pieces of what the answer says, as they are read off the page. */
  readonly textSegments: () => readonly string[]
  /** Where a folded text stands, as the page's own text of it. */
  readonly findText: (query: string) => readonly string[]
  /** Goes on with the answer that is shown. */
  readonly growTo: (text: string) => void
}

declare global {
  interface Window {
    // The page itself writes it.
    answerPage: AnswerPage
  }
}
