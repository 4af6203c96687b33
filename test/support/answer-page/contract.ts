// What test/support/answer-page offers to the specs that open it.

export interface AnswerPage {
  /** Shows the text as one answer, which grew to it from the start, by way of these lengths. Gives its HTML. */
  readonly show: (text: string, lengths: readonly number[]) => string
  /** Goes on with the answer that is shown. */
  readonly growTo: (text: string) => void
}

declare global {
  interface Window {
    // The page itself writes it.
    answerPage: AnswerPage
  }
}
