// Reads the chunks of a chat stream. Hides the many shapes of a chunk: four forms of reasoning, usage that comes in a chunk of its
// own, in each or never, reasons for the end by many names, and errors that look like chunks.

import type { Usage } from '../../shared/types/conversations.ts'
import { countOf, fieldsOf, textOf } from './loose.ts'
import { createThinkSplitter, reasoningOf, type Split } from './reasoning.ts'

export interface ChunkReader {
  /** What the chunk adds. `error` is the chunk itself when it tells of a failure. */
  readonly read: (chunk: unknown) => Split & { readonly error?: unknown }
  /** What was held back at the end of the stream, however it ended. */
  readonly end: () => Split
  readonly usage: () => Usage | null
  /** The server's word for why the model ended; null before it said so. */
  readonly finish: () => string | null
  /** Of text and reasoning together. */
  readonly characters: () => number
}

export function createChunkReader(): ChunkReader {
  const splitter = createThinkSplitter()
  let usage: Usage | null = null
  let finish: string | null = null
  let characters = 0

  function counted(split: Split): Split {
    characters += split.text.length + split.reasoning.length
    return split
  }

  return {
    read(chunk) {
      const event = fieldsOf(chunk)
      const { choices } = event
      usage = usageOf(event['usage']) ?? usage
      if (!Array.isArray(choices)) {
        const isError = 'detail' in event || 'message' in event || 'errors' in event
        return isError ? { text: '', reasoning: '', error: chunk } : { text: '', reasoning: '' }
      }
      // Empty in the chunk that only carries the usage.
      const choice = fieldsOf(choices[0])
      const delta = fieldsOf(choice['delta'])
      finish = textOf(choice['finish_reason']) || finish
      const { text, reasoning } = splitter.add(textOf(delta['content']))
      return counted({ text, reasoning: reasoningOf(delta) + reasoning })
    },
    end: () => counted(splitter.end()),
    usage: () => usage,
    finish: () => finish,
    characters: () => characters,
  }
}

type EndedOutcome = 'finished' | 'length' | 'filtered'

/** The reasons that do not mean that the model ended by itself, as stop, eos_token, tool_calls and others do. Null: the server gave up. */
const outcomes: ReadonlyMap<string, EndedOutcome | null> = new Map([
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['max_length', 'length'],
  ['content_filter', 'filtered'],
  ['safety', 'filtered'],
  ['error', null],
  ['abort', null],
])

export function outcomeOf(finish: string | null): EndedOutcome | null {
  const outcome = finish === null ? undefined : outcomes.get(finish)
  return outcome === undefined ? 'finished' : outcome
}

export function usageOf(value: unknown): Usage | null {
  const usage = fieldsOf(value)
  const inputTokens = countOf(usage['prompt_tokens'])
  const outputTokens = countOf(usage['completion_tokens'])
  return inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens }
}
