// The interface between the page test/support/bench/answer-designs and its bench.

/** Ways to show a growing answer. `baseline` is the least work that shows the same text. */
export type Design = 'parley' | 'reactMarkdown' | 'streamdown' | 'baseline'

/** A text that grows from one length to another, `step` characters at a time. */
export interface Growth {
  readonly text: string
  readonly from: number
  readonly to: number
  readonly step: number
}

export interface RealTime {
  /** The longest time during which the page was blocked, including layout and paint. */
  readonly longestTaskMs: number
  readonly droppedFrames: number
}

export interface AnswerDesigns {
  /** Milliseconds of script, without layout and paint. */
  readonly script: (design: Design, growth: Growth) => Promise<number>
  /** The same, extrapolated from single steps timed at evenly spaced lengths. */
  readonly sampledScript: (design: Design, growth: Growth, sampleCount: number) => Promise<number>
  /** Grows in real time, at most once per frame, scrolled to the end. */
  readonly realTime: (design: Design, growth: Growth, stepsPerSecond: number) => Promise<RealTime>
}

declare global {
  interface Window {
    // Set by the page.
    answerDesigns: AnswerDesigns
  }
}
