// Gathers what a run says and tells the window in batches: the first words at once, then about every 33 ms, which is enough for a
// screen and spares it hundreds of messages a second.

import type { RunText } from '../shared/types/runs.ts'

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
  let { text, reasoning } = before
  let toldText = text.length
  let toldReasoning = reasoning.length
  let timer: NodeJS.Timeout | undefined

  const isTold = () => toldText === text.length && toldReasoning === reasoning.length

  function tellNew(): void {
    const words = {
      ...ids,
      textOffset: toldText,
      text: text.slice(toldText),
      reasoningOffset: toldReasoning,
      reasoning: reasoning.slice(toldReasoning),
    }
    toldText = text.length
    toldReasoning = reasoning.length
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
      if (kind === 'text') text += words
      else reasoning += words
      if (timer === undefined) tellAndWait()
    },
    whole: () => ({ ...ids, textOffset: 0, text, reasoningOffset: 0, reasoning }),
    close() {
      clearTimeout(timer)
      if (!isTold()) tellNew()
    },
  }
}
