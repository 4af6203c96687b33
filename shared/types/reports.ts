// The report about a problem.

/** A text that a person may send to Parley's developers. Contains no prompt, no answer and no key. */
export interface Report {
  readonly text: string
}
