// One chat run, at Hugging Face or at a server that was added by hand: the library's stream of chunks, turned into pieces and an end.

import type { Failure } from '../../../shared/errors.ts'
import type { StreamEnd, StreamPiece, StreamRequest, Turn } from '../../../shared/run-parts.ts'
import type { SentSettings } from '../../../shared/style.ts'
import { createChunkReader, outcomeOf, type ChunkReader } from '../chunks.ts'
import { accessToken, loadLibrary } from '../client.ts'
import { failureOfServer } from '../server-failure.ts'
import { RunFailure, type Wire } from '../wire.ts'

/** Streams one chat answer. One POST to Hugging Face's router or to the server, nothing before it. */
export async function* streamChat(request: StreamRequest, wire: Wire): AsyncGenerator<StreamPiece, StreamEnd> {
  const reader = createChunkReader()
  const { server } = request
  // A server's word for itself would be believed to be Hugging Face's.
  const provider = () => (server === null ? wire.provider() : null) ?? request.provider
  let failure: Failure | null = null
  let isFirst = true
  try {
    const { chatCompletionStream } = await loadLibrary()
    const chunks: AsyncIterable<unknown> = chatCompletionStream(
      {
        accessToken,
        // The suffix is the router's own: it chooses who runs the model.
        model: server !== null || request.provider === null ? request.model : `${request.model}:${request.provider}`,
        // Written out, as the library would put a `/v1` of its own behind an address that does not end in one.
        ...(server === null ? {} : { endpointUrl: `${server.address}/chat/completions` }),
        messages: request.messages.map(messageOf),
        stream_options: { include_usage: true },
        ...fieldsFor(request.settings),
      },
      {
        fetch: wire.fetchFor('events'),
        signal: wire.signal,
        retry_on_error: false,
        ...(request.billTo === null ? {} : { billTo: request.billTo }),
      },
    )
    for await (const chunk of chunks) {
      if (isFirst) {
        isFirst = false
        const served = provider()
        if (served !== null) yield { kind: 'provider', provider: served }
      }
      const { text, reasoning, error } = reader.read(chunk)
      if (error !== undefined) throw new RunFailure(wire.failureInEvent(error))
      if (text !== '' || reasoning !== '') wire.heard()
      if (reader.finish() !== null) wire.expectEnd()
      if (reader.characters() > wire.bounds.characters) throw new RunFailure({ code: 'answer-too-large' })
      if (reasoning !== '') yield { kind: 'reasoning', text: reasoning }
      if (text !== '') yield { kind: 'text', text }
    }
  } catch (error) {
    failure = server === null ? wire.failureOf(error) : failureOfServer(wire.failureOf(error))
  } finally {
    // Leaving the loop does not end the library's request.
    wire.close()
  }
  const { text, reasoning } = reader.end()
  if (reasoning !== '') yield { kind: 'reasoning', text: reasoning }
  if (text !== '') yield { kind: 'text', text }
  return { ...endOf(reader, failure, wire), usage: reader.usage(), provider: provider() }
}

/** Pictures go before the words that speak of them, in the very request: no address of theirs is anywhere. */
function messageOf({ role, content, pictures = [] }: Turn) {
  if (pictures.length === 0) return { role, content }
  const looked = pictures.map(({ type, bytes }) => ({ type: 'image_url', image_url: { url: dataUrl(type, bytes) } }) as const)
  return { role, content: [...looked, ...(content === '' ? [] : [{ type: 'text', text: content } as const])] }
}

function dataUrl(type: string, bytes: Uint8Array): string {
  return `data:${type};base64,${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`
}

/** The settings by the names they have on the wire. */
function fieldsFor({ temperature, topP, longestAnswer, seed, stopWords, effort }: SentSettings) {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(longestAnswer === undefined ? {} : { max_tokens: longestAnswer }),
    ...(seed === undefined ? {} : { seed }),
    ...(stopWords === undefined ? {} : { stop: [...stopWords] }),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
  }
}

function endOf(reader: ChunkReader, failure: Failure | null, wire: Wire) {
  const finish = reader.finish()
  if (failure !== null && wire.isStopped()) return { kind: 'stopped' } as const
  // Once the model has said that it is done, nothing that follows can take it back.
  if (failure !== null && finish === null) return { kind: 'failed', failure } as const
  if (finish === null && wire.isRead()) return failed(wire.fail('cut-off'))
  const outcome = outcomeOf(finish)
  if (outcome === null) return failed(wire.fail('cut-off', `finish reason: ${finish}`))
  // All reasoning and no text is an answer of a kind; a filter leaves nothing on purpose.
  if (outcome !== 'filtered' && reader.characters() === 0) return failed(wire.fail('answer-empty'))
  return { kind: 'ended', outcome } as const
}

function failed(failure: Failure) {
  return { kind: 'failed', failure } as const
}
