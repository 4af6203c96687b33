// One run of an old model that only continues the text it is given. Not streamed: the library asks once and waits for the whole.

import type { StreamEnd, StreamChunk, StreamRequest, ChatMessage } from '../../../shared/types/streams.ts'
import type { SentSettings } from '../../../shared/style.ts'
import type { Usage } from '../../../shared/types/messages.ts'
import { toOutcome, parseUsage } from '../chunks.ts'
import { accessToken, loadLibrary } from '../client.ts'
import { toRecord, parseJson, toText } from '../untrusted-json.ts'
import { RunFailure, type Connection } from '../connection.ts'

/** Left unset, some servers stop after a dozen. These models ramble, so not many more than fill a paragraph. */
const defaultMaxTokens = 250

/** Runs the model on the conversation's text. Yields its text in one piece. */
export async function* runContinueText(request: StreamRequest, connection: Connection): AsyncGenerator<StreamChunk, StreamEnd> {
  let completion: unknown
  let usage: Usage | null = null
  let provider = request.provider

  const captureFetch: typeof fetch = async (input, init) => {
    const response = await connection.createFetch('json')(input, init)
    const body = await response.text()
    const json = parseJson(body)
    if (init?.method === 'POST') completion = json
    // Without a mapping the library trips over its own error.
    else if (toRecord(json)['inferenceProviderMapping'] === undefined) throw new RunFailure({ code: 'model-not-served' })
    return new Response(body, { status: response.status, headers: response.headers })
  }

  try {
    const { textGeneration, INFERENCE_PROVIDERS } = await loadLibrary()
    const knownProvider = INFERENCE_PROVIDERS.find((name) => name === request.provider)
    // One that came up after this version of the library: it could not be spoken to.
    if (request.provider !== null && knownProvider === undefined)
      throw new RunFailure({ code: 'model-not-served', detail: request.provider })
    const { generated_text: text } = await textGeneration(
      {
        accessToken,
        model: request.model,
        ...(knownProvider === undefined ? {} : { provider: knownProvider }),
        inputs: joinMessages(request.messages),
        parameters: toParameters(request.settings),
      },
      {
        fetch: captureFetch,
        signal: connection.signal,
        retry_on_error: false,
        ...(request.billTo === null ? {} : { billTo: request.billTo }),
      },
    )
    provider = connection.provider() ?? provider
    const completionFields = toRecord(completion)
    usage = parseUsage(completionFields['usage'])
    if (provider !== null) yield { kind: 'provider', provider }
    if (text.trim() === '') return { kind: 'failed', failure: connection.createFailure('answer-empty'), usage, provider }
    if (text.length > connection.limits.maxCharacters) throw new RunFailure({ code: 'answer-too-large' })
    yield { kind: 'text', text }
    const choices: unknown = completionFields['choices']
    const finishReason = Array.isArray(choices) ? toText(toRecord(choices[0])['finish_reason']) : ''
    return { kind: 'ended', outcome: toOutcome(finishReason === '' ? null : finishReason) ?? 'finished', usage, provider }
  } catch (error) {
    if (connection.isStopped()) return { kind: 'stopped', usage, provider }
    return { kind: 'failed', failure: connection.failureFromError(error), usage, provider }
  } finally {
    connection.close()
  }
}

/** The settings by the names that the library has for them; it gives each provider its own. */
function toParameters({ temperature, topP, longestAnswer, seed, stopWords }: SentSettings) {
  return {
    max_new_tokens: longestAnswer ?? defaultMaxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stopWords === undefined ? {} : { stop: [...stopWords] }),
  }
}

/** An answer goes on where its prompt ended; the next prompt begins a new paragraph. */
function joinMessages(messages: readonly ChatMessage[]): string {
  return messages.reduce(
    (text, message) => (text !== '' && message.role === 'user' ? `${text}\n\n${message.content}` : text + message.content),
    '',
  )
}
