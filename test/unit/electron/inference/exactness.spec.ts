// The reader of streams, thousands of times: what a recording holds comes out wherever it is cut, and a stream that was damaged never
// stops the app, never holds it, and is never taken for a whole one.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { assertNever, failureCodes } from '../../../../shared/errors.ts'
import { asList, asObject, asText, parseJson } from '../../../stand-ins/hub/json.ts'
import { caseCount, proven } from '../../../support/proof.ts'
import { chatRecordings, cutPlaces, type ChatRecording } from '../../../support/data/recordings.ts'
import { hearBody, piecesOf } from './cut-bodies.ts'
import { builtInference, events, said, type InferenceCode } from './replying.ts'

/** Chosen by hand: every provider, end and kind of answer that was recorded, a stream without a word among them. */
const chosen = [
  ...[0, 4, 5, 8, 10, 25, 27, 29, 31, 52, 55, 57].map((place) => `router-chat ${place}`),
  ...[6, 7].map((place) => `genai-router-selected ${place}`),
  ...[35, 36, 38].map((place) => `pydantic-ai-router ${place}`),
  ...[44, 57, 87].map((place) => `hf-inference-tasks ${place}`),
]
/** Long ones that reason in their text, besides: each takes as long as twenty others. */
const long = [11, 12].map((place) => `pydantic-ai-router ${place}`)
const longShare = 1 / 20

const mostCuts = 20

let built: InferenceCode
test.beforeAll(async () => {
  built = await builtInference()
})

/** What came, and what should have come, as far as they differ: empty when they do not. */
async function difference({ recording, expected }: ChatRecording, seed: number): Promise<string> {
  const body = Buffer.from(recording.body)
  const places = cutPlaces(body.length, 1 + (seed % mostCuts), seed)
  const { text, reasoning, end } = await hearBody({ headers: recording.headers, pieces: piecesOf(body, places) }, { code: built })
  const ends = end.kind === 'failed' ? end.failure.code : end.kind === 'ended' ? end.outcome : end.kind
  const came = JSON.stringify([text, reasoning, ends, end.usage])
  const due = JSON.stringify([expected.text, expected.reasoning, endOf(expected), expected.usage])
  return came === due ? '' : `${recording.name}, cut with seed ${seed}: ${came.slice(0, 300)} and not ${due.slice(0, 300)}`
}

function endOf({ text, reasoning, finish }: ChatRecording['expected']): string {
  // One recording is an empty stream, another a call of a tool that we never offer.
  if (text === '' && reasoning === '') return 'answer-empty'
  return finish === 'length' ? 'length' : 'finished'
}

test('[row 43] an answer is the same, wherever its bytes are cut', async () => {
  const chats = chatRecordings()?.filter(({ recording: { name } }) => [...chosen, ...long].includes(name)) ?? null
  test.skip(chats === null, 'no recordings beside the repository')
  const splits = caseCount(60, 10_000)
  test.setTimeout(60_000 + splits * 100)
  expect([chosen.length, chats?.length]).toEqual([20, 22])

  const differences: string[] = []
  let cases = 0
  for (const chat of chats ?? []) {
    const times = long.includes(chat.recording.name) ? splits * longShare : splits
    cases += times
    for (let seed = 1; seed <= times; seed += 1) {
      // Nothing here waits for anything outside, and the engine lets go of what signals hold only between two turns of its loop.
      if (seed % 100 === 0) await nextTurn()
      const found = await difference(chat, seed)
      if (found !== '') differences.push(found)
    }
  }
  expect(differences).toEqual([])
  proven({ figure: '0 differences', cases, where: ['Node', 'artifact'] })
})

type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'delete' | 'duplicate'; readonly at: number; readonly length: number }
  /** At this place, or behind the event that lies there: then nothing that is left looks broken. */
  | { readonly kind: 'truncate' | 'truncate behind an event'; readonly at: number }

/** Places are shares of the length, so that they lie inside whatever stream is drawn. */
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat(7) }),
  fc.record({ kind: fc.constantFrom('delete' as const, 'duplicate' as const), at: place, length: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ kind: fc.constantFrom('truncate' as const, 'truncate behind an event' as const), at: place }),
)

function damaged(body: Buffer, { at, ...how }: Damage): Buffer {
  const from = Math.floor(at * body.length)
  switch (how.kind) {
    case 'flip': {
      const flipped = Buffer.from(body)
      flipped[from] = (body[from] ?? 0) ^ (1 << how.bit)
      return flipped
    }
    case 'delete':
      return Buffer.concat([body.subarray(0, from), body.subarray(from + how.length)])
    case 'duplicate':
      return Buffer.concat([body.subarray(0, from + how.length), body.subarray(from)])
    case 'truncate':
      return body.subarray(0, from)
    case 'truncate behind an event':
      return body.subarray(0, body.indexOf('\n\n', from) + 2)
    default:
      return assertNever(how)
  }
}

/** Whether the bytes say anywhere that the answer is whole: read as the standard of event streams says, with nothing of the app's reader. */
function saysItIsWhole(body: Buffer): boolean {
  const whole = body
    .toString()
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}/)
  return whole.some((event) => {
    const lines = event.split('\n')
    const data = lines.flatMap((line) => /^data: ?([^]*)$/.exec(line)?.[1] ?? []).join('\n')
    return data === '[DONE]' || (asText(asObject(asList(asObject(parseJson(data))['choices'])[0])['finish_reason']) ?? '') !== ''
  })
}

/** Where nothing was recorded: an answer with reasoning and characters of several bytes. */
const made = Buffer.from(
  events(
    { choices: [{ index: 0, delta: { role: 'assistant', reasoning_content: 'Über “alles” 😀' }, finish_reason: null }] },
    said('Grüße '),
    said('aus 東京 😀'),
    { choices: [], usage: { prompt_tokens: 3, completion_tokens: 9 } },
    said('.', 'stop'),
    '[DONE]',
  ),
)

test('[row 43] a damaged stream ends, and as a whole one only when it says so itself', async () => {
  const cases = caseCount(300, 10_000)
  test.setTimeout(60_000 + cases * 100)
  const recorded = (chatRecordings() ?? []).map(({ recording }) => Buffer.from(recording.body)).filter(({ length }) => length < 20_000)
  const ends = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(made, ...recorded),
      fc.array(damage, { minLength: 1, maxLength: 5 }),
      fc.array(place, { maxLength: 12 }),
      fc.constantFrom('end' as const, 'end' as const, 'break' as const, 'nothing' as const),
      async (body, damages, cuts, after) => {
        const bytes = damages.reduce(damaged, body)
        const pieces = piecesOf(
          bytes,
          cuts.map((cut) => Math.floor(cut * bytes.length)),
        )
        const { end } = await hearBody({ pieces, after }, { code: built, timers: { firstByteMs: 15, betweenLinesMs: 15, afterEndMs: 15 } })
        const told = end.kind === 'failed' ? end.failure.code : end.kind
        ends.set(told, (ends.get(told) ?? 0) + 1)
        if (end.kind === 'ended') expect(saysItIsWhole(bytes)).toBe(true)
        else expect(failureCodes).toContain(told)
      },
    ),
    { numRuns: cases },
  )
  // A fuzz that only ever met one end would show nothing.
  expect([...ends.keys()]).toEqual(expect.arrayContaining(['ended', 'cut-off', 'unexpected-reply', 'stalled']))
  expect(ends.has('internal')).toBe(false)
  proven({ figure: '0 crashes, 0 endless waits, 0 cut streams taken for whole', cases, where: ['Node', 'artifact'] })
})
