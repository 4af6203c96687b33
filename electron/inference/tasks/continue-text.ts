// One run of an old model that only continues the text it is given. Not streamed: the library asks once and waits for the whole.

import type { StreamEnd, StreamPiece, StreamRequest, Turn } from '../../../shared/run-parts.ts'
import type { SentSettings } from '../../../shared/style.ts'
import type { Usage } from '../../../shared/types/conversations.ts'
import { outcomeOf, usageOf } from '../chunks.ts'
import { accessToken, loadLibrary } from '../client.ts'
import { fieldsOf, parseJson, textOf } from '../loose.ts'
import { RunFailure, type Wire } from '../wire.ts'

/** Left unset, some servers stop after a dozen. These models ramble, so not many more than fill a paragraph. */
const newTokens = 250

/** Runs the model on the conversation's text. Yields its text in one piece. */
export async function* continueText(request: StreamRequest, wire: Wire): AsyncGenerator<StreamPiece, StreamEnd> {
  let completion: unknown
  let usage: Usage | null = null
  let provider = request.provider

  const ask: typeof fetch = async (address, init) => {
    const reply = await wire.fetchFor('json')(address, init)
    const body = await reply.text()
    const parsed = parseJson(body)
    if (init?.method === 'POST') completion = parsed
    // Without a mapping the library trips over its own error.
    else if (fieldsOf(parsed)['inferenceProviderMapping'] === undefined) throw new RunFailure({ code: 'model-not-served' })
    return new Response(body, { status: reply.status, headers: reply.headers })
  }

  try {
    const { textGeneration, INFERENCE_PROVIDERS } = await loadLibrary()
    const known = INFERENCE_PROVIDERS.find((name) => name === request.provider)
    // One that came up after this version of the library: it could not be spoken to.
    if (request.provider !== null && known === undefined) throw new RunFailure({ code: 'model-not-served', detail: request.provider })
    const { generated_text: text } = await textGeneration(
      {
        accessToken,
        model: request.model,
        ...(known === undefined ? {} : { provider: known }),
        inputs: textToContinue(request.messages),
        parameters: fieldsFor(request.settings),
      },
      { fetch: ask, signal: wire.signal, retry_on_error: false, ...(request.billTo === null ? {} : { billTo: request.billTo }) },
    )
    provider = wire.provider() ?? provider
    const answer = fieldsOf(completion)
    usage = usageOf(answer['usage'])
    if (provider !== null) yield { kind: 'provider', provider }
    if (text.trim() === '') return { kind: 'failed', failure: wire.fail('answer-empty'), usage, provider }
    if (text.length > wire.bounds.characters) throw new RunFailure({ code: 'answer-too-large' })
    yield { kind: 'text', text }
    const choices: unknown = answer['choices']
    const finish = Array.isArray(choices) ? textOf(fieldsOf(choices[0])['finish_reason']) : ''
    return { kind: 'ended', outcome: outcomeOf(finish === '' ? null : finish) ?? 'finished', usage, provider }
  } catch (error) {
    if (wire.isStopped()) return { kind: 'stopped', usage, provider }
    return { kind: 'failed', failure: wire.failureOf(error), usage, provider }
  } finally {
    wire.close()
  }
}

/** The settings by the names that the library has for them; it gives each provider its own. */
function fieldsFor({ temperature, topP, longestAnswer, seed, stopWords }: SentSettings) {
  return {
    max_new_tokens: longestAnswer ?? newTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stopWords === undefined ? {} : { stop: [...stopWords] }),
  }
}

/** An answer goes on where its prompt ended; the next prompt begins a new paragraph. */
function textToContinue(messages: readonly Turn[]): string {
  return messages.reduce((text, turn) => (text !== '' && turn.role === 'user' ? `${text}\n\n${turn.content}` : text + turn.content), '')
}
