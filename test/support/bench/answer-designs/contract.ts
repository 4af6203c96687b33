// What test/support/bench/answer-designs offers to the bench that opens it.

/** Ways to show an answer that grows. `floor` is the least work that shows the same text. */
export type Design = 'parley' | 'reactMarkdown' | 'streamdown' | 'floor'

/** A text that grows, in characters: from one length to another, by so many at a time. */
export interface Growth {
  readonly text: string
  readonly from: number
  readonly to: number
  readonly step: number
}

export interface RealTime {
  /** The longest time that the page could not answer anything, with layout and paint. */
  readonly longestTaskMs: number
  readonly droppedFrames: number
}

export interface AnswerDesigns {
  /** Milliseconds of script, without layout and paint. */
  readonly script: (design: Design, growth: Growth) => Promise<number>
  /** The same, of single steps timed at evenly spaced lengths and counted for all the steps between them. */
  readonly sampledScript: (design: Design, growth: Growth, sampleCount: number) => Promise<number>
  /** Grows as fast as the pieces come, at most once a frame, at the end of what is scrolled. */
  readonly realTime: (design: Design, growth: Growth, stepsPerSecond: number) => Promise<RealTime>
}

declare global {
  interface Window {
    // The page itself writes it.
    answerDesigns: AnswerDesigns
  }
}
