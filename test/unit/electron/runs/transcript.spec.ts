// The transcript of a run: how chunks of text become batches for the window.

import { expect, test } from '@playwright/test'
import { createTranscript } from '../../../../electron/runs/transcript.ts'
import type { RunText } from '../../../../shared/types/runs.ts'

test.describe('transcript', () => {
  test('sends the first chunk at once, and all that follow soon after it in one batch', async () => {
    const batches: RunText[] = []
    const { promise: secondBatch, resolve } = Promise.withResolvers<void>()
    const ids = { runId: 'a', conversationId: 'c' }
    const transcript = createTranscript(ids, { text: 'Because', reasoning: '' }, (batch) => {
      batches.push(batch)
      if (batches.length === 2) resolve()
    })
    const chunks = Array.from({ length: 5_000 }, (_, index) => ` ${index}`)
    for (const chunk of chunks) transcript.add('text', chunk)
    const first = { ...ids, textOffset: 7, text: ' 0', reasoningOffset: 0, reasoning: '' }
    expect(batches).toEqual([first])
    await secondBatch
    expect(batches).toEqual([first, { ...first, textOffset: 9, text: chunks.slice(1).join('') }])
    transcript.close()
    expect(batches).toHaveLength(2)
  })

  test('sends the rest when it is closed', () => {
    const texts: string[] = []
    const transcript = createTranscript({ runId: 'a', conversationId: 'c' }, { text: '', reasoning: '' }, ({ text }) => texts.push(text))
    for (const chunk of ['one', ' two', ' three']) transcript.add('text', chunk)
    transcript.close()
    expect(texts).toEqual(['one', ' two three'])
    expect(transcript.getWhole().text).toBe('one two three')
  })
})
