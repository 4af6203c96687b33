// Gathers what a run says and tells the window in batches: the first words at once, then about every 33 ms, which is enough for a
// screen and spares it hundreds of messages a second.

import type { RunText } from '../../shared/types/runs.ts'

interface Transcript {
  readonly add: (kind: 'text' | 'reasoning', words: string) => void
  /** All so far, as one message from the beginning. */
  readonly whole: () => RunText
  /** Tells what has not been told yet. Nothing is told after it. */
  readonly close: () => void
}

const everyMs = 33

/** @param before what the answer begins with; the window has it. */
export function createTranscript(
  ids: Pick<RunText, 'runId' | 'conversationId'>,
  before: Pick<RunText, 'text' | 'reasoning'>,
  tell: (words: RunText) => void,
): Transcript {
  // What is new is kept by itself, in pieces: cutting it off the end of a long text would make the engine copy all of it, thirty times
  // a second, and joining each piece at once leaves an object for each.
  let { text: toldText, reasoning: toldReasoning } = before
  let fresh: { text: string[]; reasoning: string[] } = { text: [], reasoning: [] }
  let timer: NodeJS.Timeout | undefined

  const isTold = () => fresh.text.length + fresh.reasoning.length === 0

  function tellNew(): void {
    const text = fresh.text.join('')
    const reasoning = fresh.reasoning.join('')
    fresh = { text: [], reasoning: [] }
    const words = { ...ids, textOffset: toldText.length, text, reasoningOffset: toldReasoning.length, reasoning }
    toldText += text
    toldReasoning += reasoning
    tell(words)
  }

  function tellAndWait(): void {
    tellNew()
    timer = setTimeout(() => {
      timer = undefined
      if (!isTold()) tellAndWait()
    }, everyMs)
  }

  return {
    add(kind, words) {
      if (words === '') return
      fresh[kind].push(words)
      if (timer === undefined) tellAndWait()
    },
    whole: () => ({
      ...ids,
      textOffset: 0,
      text: toldText + fresh.text.join(''),
      reasoningOffset: 0,
      reasoning: toldReasoning + fresh.reasoning.join(''),
    }),
    close() {
      clearTimeout(timer)
      if (!isTold()) tellNew()
    },
  }
}
