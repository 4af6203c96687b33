// The task 'chat', at Hugging Face or at a server that was added by hand: turns the library's stream into chunks of text and one end.

import type { Failure } from '../../../shared/failures.ts'
import type { StreamEnd, StreamChunk, StreamRequest, ChatMessage } from '../../../shared/types/streams.ts'
import type { SentSettings } from '../../../shared/style.ts'
import { createChunkReader, toOutcome, type ChunkReader } from '../chunks.ts'
import { accessToken, loadLibrary } from '../client.ts'
import { toServerFailure } from '../response-failures.ts'
import { RunFailure, type Connection } from '../connection.ts'

/** Sends one POST to Hugging Face's router or to the server, and nothing before it. */
export async function* runChat(request: StreamRequest, connection: Connection): AsyncGenerator<StreamChunk, StreamEnd> {
  const reader = createChunkReader()
  const { server } = request
  // The provider that a server names would look like one of Hugging Face's.
  const provider = () => (server === null ? connection.provider() : null) ?? request.provider
  let failure: Failure | null = null
  let isFirstChunk = true
  try {
    const { chatCompletionStream } = await loadLibrary()
    const chunks: AsyncIterable<unknown> = chatCompletionStream(
      {
        accessToken,
        // The router's own suffix: it selects the provider.
        model: server !== null || request.provider === null ? request.model : `${request.model}:${request.provider}`,
        // The full address, because the library appends `/v1` to one that does not end in it.
        ...(server === null ? {} : { endpointUrl: `${server.address}/chat/completions` }),
        messages: request.messages.map(toLibraryMessage),
        stream_options: { include_usage: true },
        ...toParameters(request.settings),
      },
      {
        fetch: connection.createFetch('events'),
        signal: connection.signal,
        retry_on_error: false,
        ...(request.billTo === null ? {} : { billTo: request.billTo }),
      },
    )
    for await (const chunk of chunks) {
      if (isFirstChunk) {
        isFirstChunk = false
        const servedBy = provider()
        if (servedBy !== null) yield { kind: 'provider', provider: servedBy }
      }
      const { text, reasoning, error } = reader.read(chunk)
      if (error !== undefined) throw new RunFailure(connection.failureFromEvent(error))
      if (text !== '' || reasoning !== '') connection.onText()
      if (reader.finishReason() !== null) connection.onModelDone()
      if (reader.characters() > connection.limits.maxCharacters) throw new RunFailure({ code: 'answer-too-large' })
      if (reasoning !== '') yield { kind: 'reasoning', text: reasoning }
      if (text !== '') yield { kind: 'text', text }
    }
  } catch (error) {
    failure = server === null ? connection.failureFromError(error) : toServerFailure(connection.failureFromError(error))
  } finally {
    // Leaving the loop does not abort the library's request.
    connection.close()
  }
  const { text, reasoning } = reader.end()
  if (reasoning !== '') yield { kind: 'reasoning', text: reasoning }
  if (text !== '') yield { kind: 'text', text }
  return { ...getStreamEnd(reader, failure, connection), usage: reader.usage(), provider: provider() }
}

/** Images come before the text about them, inline as data URLs: they have no address of their own. */
function toLibraryMessage({ role, content, images = [] }: ChatMessage) {
  if (images.length === 0) return { role, content }
  const imageParts = images.map(({ type, bytes }) => ({ type: 'image_url', image_url: { url: dataUrl(type, bytes) } }) as const)
  return { role, content: [...imageParts, ...(content === '' ? [] : [{ type: 'text', text: content } as const])] }
}

function dataUrl(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`
}

/** The settings under their names in the request body. */
function toParameters({ temperature, topP, longestAnswer, seed, stopWords, effort }: SentSettings) {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(longestAnswer === undefined ? {} : { max_tokens: longestAnswer }),
    ...(seed === undefined ? {} : { seed }),
    ...(stopWords === undefined ? {} : { stop: [...stopWords] }),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
  }
}

function getStreamEnd(reader: ChunkReader, failure: Failure | null, connection: Connection) {
  const finishReason = reader.finishReason()
  if (failure !== null && connection.isStopped()) return { kind: 'stopped' } as const
  // After a finish reason, a later error cannot undo the answer.
  if (failure !== null && finishReason === null) return { kind: 'failed', failure } as const
  if (finishReason === null && connection.isFullyRead()) return failedEnd(connection.createFailure('cut-off'))
  const outcome = toOutcome(finishReason)
  if (outcome === null) return failedEnd(connection.createFailure('cut-off', `finish reason: ${finishReason}`))
  // Reasoning without text counts as an answer, and a filter removes everything on purpose.
  if (outcome !== 'filtered' && reader.characters() === 0) return failedEnd(connection.createFailure('answer-empty'))
  return { kind: 'ended', outcome } as const
}

function failedEnd(failure: Failure) {
  return { kind: 'failed', failure } as const
}
