// Reads the chunks of a chat stream. Hides their many shapes: four forms of reasoning; usage in a chunk of its own, in every chunk or in
// none; many names for the finish reason; and errors that look like chunks.

import type { Usage } from '../../shared/types/messages.ts'
import { toCount, toRecord, toText } from './untrusted-json.ts'
import { createThinkSplitter, getReasoning, type SplitText } from './reasoning.ts'

export interface ChunkReader {
  /** The text that the chunk adds. `error` is the chunk itself when it reports a failure. */
  readonly read: (chunk: unknown) => SplitText & { readonly error?: unknown }
  /** The text that was still held back when the stream ended. */
  readonly end: () => SplitText
  readonly usage: () => Usage | null
  /** The server's name for why the model ended; null before that. */
  readonly finishReason: () => string | null
  /** How many characters of text and reasoning came so far. */
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
      // Empty in a chunk that contains only the usage.
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

/** Finish reasons with a special meaning; all others, such as stop, eos_token and tool_calls, mean 'finished'. Null: the server gave up. */
const outcomesByReason: ReadonlyMap<string, EndedOutcome | null> = new Map([
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['max_length', 'length'],
  ['content_filter', 'filtered'],
  ['safety', 'filtered'],
  ['error', null],
  ['abort', null],
])

/** The outcome for a finish reason; null when the server gave up. */
export function toOutcome(finishReason: string | null): EndedOutcome | null {
  const outcome = finishReason === null ? undefined : outcomesByReason.get(finishReason)
  return outcome === undefined ? 'finished' : outcome
}

/** Null unless both counts are there. */
export function parseUsage(value: unknown): Usage | null {
  const usage = toRecord(value)
  const inputTokens = toCount(usage['prompt_tokens'])
  const outputTokens = toCount(usage['completion_tokens'])
  return inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens }
}
