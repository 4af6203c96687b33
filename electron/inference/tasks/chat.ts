// One chat run, at Hugging Face or at a server that was added by hand: the library's stream of chunks, turned into pieces and an end.

import type { Failure } from '../../../shared/failures.ts'
import type { StreamEnd, StreamChunk, StreamRequest, ChatMessage } from '../../../shared/types/streams.ts'
import type { SentSettings } from '../../../shared/style.ts'
import { createChunkReader, toOutcome, type ChunkReader } from '../chunks.ts'
import { accessToken, loadLibrary } from '../client.ts'
import { failureFromServer } from '../server-failure.ts'
import { RunFailure, type Connection } from '../connection.ts'

/** Streams one chat answer. One POST to Hugging Face's router or to the server, nothing before it. */
export async function* runChat(request: StreamRequest, connection: Connection): AsyncGenerator<StreamChunk, StreamEnd> {
  const reader = createChunkReader()
  const { server } = request
  // A server's word for itself would be believed to be Hugging Face's.
  const provider = () => (server === null ? connection.provider() : null) ?? request.provider
  let failure: Failure | null = null
  let isFirstChunk = true
  try {
    const { chatCompletionStream } = await loadLibrary()
    const chunks: AsyncIterable<unknown> = chatCompletionStream(
      {
        accessToken,
        // The suffix is the router's own: it chooses who runs the model.
        model: server !== null || request.provider === null ? request.model : `${request.model}:${request.provider}`,
        // Written out, as the library would put a `/v1` of its own behind an address that does not end in one.
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
    failure = server === null ? connection.failureFromError(error) : failureFromServer(connection.failureFromError(error))
  } finally {
    // Leaving the loop does not end the library's request.
    connection.close()
  }
  const { text, reasoning } = reader.end()
  if (reasoning !== '') yield { kind: 'reasoning', text: reasoning }
  if (text !== '') yield { kind: 'text', text }
  return { ...getStreamEnd(reader, failure, connection), usage: reader.usage(), provider: provider() }
}

/** Pictures go before the words that speak of them, in the very request: no address of theirs is anywhere. */
function toLibraryMessage({ role, content, images = [] }: ChatMessage) {
  if (images.length === 0) return { role, content }
  const imageParts = images.map(({ type, bytes }) => ({ type: 'image_url', image_url: { url: dataUrl(type, bytes) } }) as const)
  return { role, content: [...imageParts, ...(content === '' ? [] : [{ type: 'text', text: content } as const])] }
}

function dataUrl(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`
}

/** The settings by the names they have on the wire. */
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
  // Once the model has said that it is done, nothing that follows can take it back.
  if (failure !== null && finishReason === null) return { kind: 'failed', failure } as const
  if (finishReason === null && connection.isFullyRead()) return failedEnd(connection.createFailure('cut-off'))
  const outcome = toOutcome(finishReason)
  if (outcome === null) return failedEnd(connection.createFailure('cut-off', `finish reason: ${finishReason}`))
  // All reasoning and no text is an answer of a kind; a filter leaves nothing on purpose.
  if (outcome !== 'filtered' && reader.characters() === 0) return failedEnd(connection.createFailure('answer-empty'))
  return { kind: 'ended', outcome } as const
}

function failedEnd(failure: Failure) {
  return { kind: 'failed', failure } as const
}
