// What the page in test/support/answer-page offers to specs (test/pages/answer-page.ts).

export interface AnswerPageScript {
  /** Shows the text as one answer that has grown from nothing by way of these lengths. Returns its HTML. */
  readonly show: (text: string, lengths: readonly number[]) => string
  /** The texts that Find searches, as they are read off the page. */
  readonly textSegments: () => readonly string[]
  /** The matches of a folded query, as the page's own text. */
  readonly findText: (query: string) => readonly string[]
  /** Continues the answer that is shown. */
  readonly growTo: (text: string) => void
}

declare global {
  interface Window {
    // Set by the page itself.
    answerPage: AnswerPageScript
  }
}
