// Reads the chunks of a chat stream. Hides the many shapes of a chunk: four forms of reasoning, usage that comes in a chunk of its
// own, in each or never, reasons for the end by many names, and errors that look like chunks.

import type { Usage } from '../../shared/types/messages.ts'
import { toCount, toRecord, toText } from './untrusted-json.ts'
import { createThinkSplitter, getReasoning, type SplitText } from './reasoning.ts'

export interface ChunkReader {
  /** What the chunk adds. `error` is the chunk itself when it tells of a failure. */
  readonly read: (chunk: unknown) => SplitText & { readonly error?: unknown }
  /** What was held back at the end of the stream, however it ended. */
  readonly end: () => SplitText
  readonly usage: () => Usage | null
  /** The server's word for why the model ended; null before it said so. */
  readonly finishReason: () => string | null
  /** Of text and reasoning together. */
  readonly characters: () => number
}

export function createChunkReader(): ChunkReader {
  const splitter = createThinkSplitter()
  let usage: Usage | null = null
  let finishReason: string | null = null
  let characters = 0

  function countCharacters(split: SplitText): SplitText {
    characters += split.text.length + split.reasoning.length
    return split
  }

  return {
    read(chunk) {
      const event = toRecord(chunk)
      const { choices } = event
      usage = parseUsage(event['usage']) ?? usage
      if (!Array.isArray(choices)) {
        const isError = 'detail' in event || 'message' in event || 'errors' in event
        return isError ? { text: '', reasoning: '', error: chunk } : { text: '', reasoning: '' }
      }
      // Empty in the chunk that only carries the usage.
      const choice = toRecord(choices[0])
      const delta = toRecord(choice['delta'])
      finishReason = toText(choice['finish_reason']) || finishReason
      const { text, reasoning } = splitter.add(toText(delta['content']))
      return countCharacters({ text, reasoning: getReasoning(delta) + reasoning })
    },
    end: () => countCharacters(splitter.end()),
    usage: () => usage,
    finishReason: () => finishReason,
    characters: () => characters,
  }
}

type EndedOutcome = 'finished' | 'length' | 'filtered'

/** The reasons that do not mean that the model ended by itself, as stop, eos_token, tool_calls and others do. Null: the server gave up. */
const outcomesByReason: ReadonlyMap<string, EndedOutcome | null> = new Map([
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['max_length', 'length'],
  ['content_filter', 'filtered'],
  ['safety', 'filtered'],
  ['error', null],
  ['abort', null],
])

export function toOutcome(finishReason: string | null): EndedOutcome | null {
  const outcome = finishReason === null ? undefined : outcomesByReason.get(finishReason)
  return outcome === undefined ? 'finished' : outcome
}

export function parseUsage(value: unknown): Usage | null {
  const usage = toRecord(value)
  const inputTokens = toCount(usage['prompt_tokens'])
  const outputTokens = toCount(usage['completion_tokens'])
  return inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens }
}
