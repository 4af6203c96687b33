// The task 'continue', for old models that only continue the text they are given. Not streamed: the library waits for the whole reply.

import type { StreamEnd, StreamChunk, StreamRequest, ChatMessage } from '../../../shared/types/streams.ts'
import type { SentSettings } from '../../../shared/style.ts'
import type { Usage } from '../../../shared/types/messages.ts'
import { toOutcome, parseUsage } from '../chunks.ts'
import { accessToken, loadLibrary } from '../client.ts'
import { parseJson } from '../../../shared/parse-json.ts'
import { toRecord, toText } from '../untrusted-json.ts'
import { RunFailure, type Connection } from '../connection.ts'

/** Without a limit, some servers stop after a dozen tokens. These models ramble, so it is about a paragraph. */
const defaultMaxTokens = 250

/** Runs the model on the text of the conversation, and yields the result as one chunk. */
export async function* runContinueText(request: StreamRequest, connection: Connection): AsyncGenerator<StreamChunk, StreamEnd> {
  let completion: unknown
  let usage: Usage | null = null
  let provider = request.provider

  const captureFetch: typeof fetch = async (input, init) => {
    const response = await connection.createFetch('json')(input, init)
    const body = await response.text()
    const json = parseJson(body)
    if (init?.method === 'POST') completion = json
    // Without this the library fails with a misleading error of its own.
    else if (toRecord(json)['inferenceProviderMapping'] === undefined) throw new RunFailure({ code: 'model-not-served' })
    return new Response(body, { status: response.status, headers: response.headers })
  }

  try {
    const { textGeneration, INFERENCE_PROVIDERS } = await loadLibrary()
    const knownProvider = INFERENCE_PROVIDERS.find((name) => name === request.provider)
    // A provider that is newer than this version of the library, which therefore cannot call it.
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

/** The settings under the library's names, which it translates for each provider. */
function toParameters({ temperature, topP, longestAnswer, seed, stopWords }: SentSettings) {
  return {
    max_new_tokens: longestAnswer ?? defaultMaxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(seed === undefined ? {} : { seed }),
    ...(stopWords === undefined ? {} : { stop: [...stopWords] }),
  }
}

/** An answer continues its prompt directly; the next prompt starts a new paragraph. */
function joinMessages(messages: readonly ChatMessage[]): string {
  return messages.reduce(
    (text, message) => (text !== '' && message.role === 'user' ? `${text}\n\n${message.content}` : text + message.content),
    '',
  )
}
