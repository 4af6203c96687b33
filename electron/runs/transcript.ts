// Gathers what a run says and tells the window in batches: the first words at once, then about every 33 ms, which is enough for a
// screen and spares it hundreds of messages a second.

import type { RunText } from '../../shared/types/runs.ts'

interface Transcript {
  readonly add: (kind: 'text' | 'reasoning', chunk: string) => void
  /** All so far, as one message from the beginning. */
  readonly getWhole: () => RunText
  /** Tells what has not been told yet. Nothing is told after it. */
  readonly close: () => void
}

const batchIntervalMs = 33

/** @param existing what the answer begins with; the window has it. */
export function createTranscript(
  ids: Pick<RunText, 'runId' | 'conversationId'>,
  existing: Pick<RunText, 'text' | 'reasoning'>,
  notify: (chunk: RunText) => void,
): Transcript {
  // What is new is kept by itself, in pieces: cutting it off the end of a long text would make the engine copy all of it, thirty times
  // a second, and joining each piece at once leaves an object for each.
  let { text: sentText, reasoning: sentReasoning } = existing
  let unsent: { text: string[]; reasoning: string[] } = { text: [], reasoning: [] }
  let timer: NodeJS.Timeout | undefined

  const isAllSent = () => unsent.text.length + unsent.reasoning.length === 0

  function sendUnsent(): void {
    const text = unsent.text.join('')
    const reasoning = unsent.reasoning.join('')
    unsent = { text: [], reasoning: [] }
    const chunk = { ...ids, textOffset: sentText.length, text, reasoningOffset: sentReasoning.length, reasoning }
    sentText += text
    sentReasoning += reasoning
    notify(chunk)
  }

  function sendAndSchedule(): void {
    sendUnsent()
    timer = setTimeout(() => {
      timer = undefined
      if (!isAllSent()) sendAndSchedule()
    }, batchIntervalMs)
  }

  return {
    add(kind, chunk) {
      if (chunk === '') return
      unsent[kind].push(chunk)
      if (timer === undefined) sendAndSchedule()
    },
    getWhole: () => ({
      ...ids,
      textOffset: 0,
      text: sentText + unsent.text.join(''),
      reasoningOffset: 0,
      reasoning: sentReasoning + unsent.reasoning.join(''),
    }),
    close() {
      clearTimeout(timer)
      if (!isAllSent()) sendUnsent()
    },
  }
}
