// Bodies in chunks, passed to the inference code without a connection: thousands of them in the time of one over HTTP.

import type { Limits, Timeouts } from '../../../../electron/inference/connection.ts'
import { runStream, eventStream, type StreamOutput, type InferenceCode } from './test-server.ts'

export interface ChunkedBody {
  readonly headers?: Readonly<Record<string, string>>
  readonly chunks: readonly Uint8Array[]
  /** What follows the last chunk: the end (default), a broken connection, or nothing. */
  readonly after?: 'end' | 'break' | 'nothing'
}

/** Runs one prompt that is answered with the body, chunk by chunk as it is read. */
export async function streamBody(
  { headers = eventStream, chunks, after = 'end' }: ChunkedBody,
  options: { readonly code?: InferenceCode; readonly timeouts?: Partial<Timeouts>; readonly limits?: Limits } = {},
): Promise<StreamOutput> {
  const answer = async (): Promise<Response> => new Response(createBodyStream(chunks, after), { status: 200, headers })
  return runStream({ origin: 'https://nowhere.invalid' }, { ...options, fetch: answer })
}

function createBodyStream(chunks: readonly Uint8Array[], after: NonNullable<ChunkedBody['after']>): ReadableStream<Uint8Array> {
  let nextIndex = 0
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[nextIndex]
        nextIndex += 1
        if (chunk !== undefined) return controller.enqueue(chunk)
        if (after === 'end') return controller.close()
        // The error of Node's fetch.
        if (after === 'break')
          return controller.error(new TypeError('terminated', { cause: Object.assign(new Error(), { code: 'UND_ERR_SOCKET' }) }))
        return new Promise(() => {})
      },
    },
    { highWaterMark: 0 },
  )
}

/** The body in chunks that end at these offsets. */
export function splitBody(body: Uint8Array, offsets: readonly number[]): readonly Uint8Array[] {
  const boundaries = [0, ...offsets.toSorted((one, other) => one - other), body.length]
  return boundaries.slice(1).flatMap((end, index) => {
    const chunk = body.subarray(boundaries[index], end)
    return chunk.length === 0 ? [] : [chunk]
  })
}
