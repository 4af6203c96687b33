// Bodies in pieces, handed to the inference code without a connection: thousands of them in the time of one over HTTP.

import type { Bounds, Timers } from '../../../../electron/inference/wire.ts'
import { ask, eventStream, type Heard, type InferenceCode } from './replying.ts'

export interface CutBody {
  readonly headers?: Readonly<Record<string, string>>
  readonly pieces: readonly Uint8Array[]
  /** What follows the last piece: the end, a connection that breaks, or nothing. The end unless told. */
  readonly after?: 'end' | 'break' | 'nothing'
}

/** Runs one prompt that is answered by the body, piece by piece as it is read. */
export async function hearBody(
  { headers = eventStream, pieces, after = 'end' }: CutBody,
  listening: { readonly code?: InferenceCode; readonly timers?: Partial<Timers>; readonly bounds?: Bounds } = {},
): Promise<Heard> {
  const answer = async (): Promise<Response> => new Response(bodyOf(pieces, after), { status: 200, headers })
  return ask({ origin: 'https://nowhere.invalid' }, { ...listening, fetch: answer })
}

function bodyOf(pieces: readonly Uint8Array[], after: NonNullable<CutBody['after']>): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[at]
        at += 1
        if (piece !== undefined) return controller.enqueue(piece)
        if (after === 'end') return controller.close()
        // As Node's fetch tells it.
        if (after === 'break')
          return controller.error(new TypeError('terminated', { cause: Object.assign(new Error(), { code: 'UND_ERR_SOCKET' }) }))
        return new Promise(() => {})
      },
    },
    { highWaterMark: 0 },
  )
}

/** The body in pieces that end at these places. */
export function piecesOf(body: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const edges = [0, ...places.toSorted((one, other) => one - other), body.length]
  return edges.slice(1).flatMap((end, index) => {
    const piece = body.subarray(edges[index], end)
    return piece.length === 0 ? [] : [piece]
  })
}
