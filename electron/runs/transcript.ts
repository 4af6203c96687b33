// Collects the text of a run and sends it to the window in batches: the first text at once, then about every 33 ms, which is enough for a
// screen and saves hundreds of messages a second.

import type { RunText } from '../../shared/types/runs.ts'

interface Transcript {
  readonly add: (kind: 'text' | 'reasoning', chunk: string) => void
  /** All of the text so far, as one message. */
  readonly getWhole: () => RunText
  /** Sends the rest. Nothing is sent afterwards. */
  readonly close: () => void
}

const batchIntervalMs = 33

/** @param existing the text that the answer starts with, which the window already has */
export function createTranscript(
  ids: Pick<RunText, 'runId' | 'conversationId'>,
  existing: Pick<RunText, 'text' | 'reasoning'>,
  notify: (chunk: RunText) => void,
): Transcript {
  // Unsent text is kept apart, as an array of chunks. Slicing it off the end of a long string would make the engine copy the whole string
  // thirty times a second, and concatenating each chunk would leave one object per chunk.
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
