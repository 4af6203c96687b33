// Reading streams, thousands of times: a recording gives the same answer however it is cut, and a damaged stream never crashes or blocks the
// app and is never taken for a complete one.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import { assertNever, failureCodes } from '../../../../shared/failures.ts'
import { asList, asObject, asText, parseJson } from '../../../stand-ins/hub/json.ts'
import { caseCount, recordProof } from '../../../support/proof.ts'
import { getChatRecordings, getCutOffsets, type ChatRecording } from '../../../support/data/recordings.ts'
import { streamBody, splitBody } from './chunked-bodies.ts'
import { loadBuiltInference, events, contentChunk, type InferenceCode } from './test-server.ts'

/** Chosen by hand: every recorded provider, ending and kind of answer, including a stream without text. */
const chosen = [
  ...[0, 4, 5, 8, 10, 25, 27, 29, 31, 52, 55, 57].map((recordingIndex) => `router-chat ${recordingIndex}`),
  ...[6, 7].map((recordingIndex) => `genai-router-selected ${recordingIndex}`),
  ...[35, 36, 38].map((recordingIndex) => `pydantic-ai-router ${recordingIndex}`),
  ...[44, 57, 87].map((recordingIndex) => `hf-inference-tasks ${recordingIndex}`),
]
/** Long ones with reasoning in their text: each takes as long as twenty others. */
const longRecordings = [11, 12].map((recordingIndex) => `pydantic-ai-router ${recordingIndex}`)
const longRecordingShare = 1 / 20

const maxCuts = 20

let inferenceCode: InferenceCode

/** The actual and the expected result, if they differ; otherwise empty. */
async function findDifference({ recording, expected }: ChatRecording, seed: number): Promise<string> {
  const body = Buffer.from(recording.body)
  const chunkEnds = getCutOffsets(body.length, 1 + (seed % maxCuts), seed)
  const { text, reasoning, end } = await streamBody(
    { headers: recording.headers, chunks: splitBody(body, chunkEnds) },
    { code: inferenceCode },
  )
  const actualEnd = end.kind === 'failed' ? end.failure.code : end.kind === 'ended' ? end.outcome : end.kind
  const actual = JSON.stringify([text, reasoning, actualEnd, end.usage])
  const expectedJson = JSON.stringify([expected.text, expected.reasoning, getExpectedEnd(expected), expected.usage])
  return actual === expectedJson
    ? ''
    : `${recording.name}, cut with seed ${seed}: ${actual.slice(0, 300)} and not ${expectedJson.slice(0, 300)}`
}

function getExpectedEnd({ text, reasoning, finish }: ChatRecording['expected']): string {
  // One recording is an empty stream, another calls a tool, which Parley never offers.
  if (text === '' && reasoning === '') return 'answer-empty'
  return finish === 'length' ? 'length' : 'finished'
}

type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'delete' | 'duplicate'; readonly at: number; readonly length: number }
  /** At this position, or after the event there: then nothing that is left looks damaged. */
  | { readonly kind: 'truncate' | 'truncate behind an event'; readonly at: number }

/** Positions are fractions of the length, so that they are inside any stream. */
const recordingIndex = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: recordingIndex, bit: fc.nat(7) }),
  fc.record({
    kind: fc.constantFrom('delete' as const, 'duplicate' as const),
    at: recordingIndex,
    length: fc.integer({ min: 1, max: 400 }),
  }),
  fc.record({ kind: fc.constantFrom('truncate' as const, 'truncate behind an event' as const), at: recordingIndex }),
)

function applyDamage(body: Buffer, { at, ...damageDetails }: Damage): Buffer {
  const from = Math.floor(at * body.length)
  switch (damageDetails.kind) {
    case 'flip': {
      const flippedBytes = Buffer.from(body)
      flippedBytes[from] = (body[from] ?? 0) ^ (1 << damageDetails.bit)
      return flippedBytes
    }
    case 'delete':
      return Buffer.concat([body.subarray(0, from), body.subarray(from + damageDetails.length)])
    case 'duplicate':
      return Buffer.concat([body.subarray(0, from + damageDetails.length), body.subarray(from)])
    case 'truncate':
      return body.subarray(0, from)
    case 'truncate behind an event':
      return body.subarray(0, body.indexOf('\n\n', from) + 2)
    default:
      return assertNever(damageDetails)
  }
}

/** Whether the bytes say that the answer is complete: by the standard of event streams, without the app's reader. */
function claimsCompletion(body: Buffer): boolean {
  const originalBytes = body
    .toString()
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}/)
  return originalBytes.some((event) => {
    const lines = event.split('\n')
    const data = lines.flatMap((line) => /^data: ?([^]*)$/.exec(line)?.[1] ?? []).join('\n')
    return data === '[DONE]' || (asText(asObject(asList(asObject(parseJson(data))['choices'])[0])['finish_reason']) ?? '') !== ''
  })
}

/** Without recordings: an answer with reasoning and multi-byte characters. */
const damagedBytes = Buffer.from(
  events(
    { choices: [{ index: 0, delta: { role: 'assistant', reasoning_content: 'Über “alles” 😀' }, finish_reason: null }] },
    contentChunk('Grüße '),
    contentChunk('aus 東京 😀'),
    { choices: [], usage: { prompt_tokens: 3, completion_tokens: 9 } },
    contentChunk('.', 'stop'),
    '[DONE]',
  ),
)

test.describe('stream reader', () => {
  test.beforeAll(async () => {
    inferenceCode = await loadBuiltInference()
  })

  test('[row 43] gives the same answer, however its bytes are cut', async () => {
    const chats = getChatRecordings()?.filter(({ recording: { name } }) => [...chosen, ...longRecordings].includes(name)) ?? null
    test.skip(chats === null, 'no recordings beside the repository')
    const splitCount = caseCount(60, 10_000)
    test.setTimeout(60_000 + splitCount * 100)
    expect([chosen.length, chats?.length]).toEqual([20, 22])

    const differences: string[] = []
    let cases = 0
    for (const chat of chats ?? []) {
      const times = longRecordings.includes(chat.recording.name) ? splitCount * longRecordingShare : splitCount
      cases += times
      for (let seed = 1; seed <= times; seed += 1) {
        // Nothing here waits for I/O, and the engine frees what signals hold only between two ticks.
        if (seed % 100 === 0) await nextTurn()
        const differenceText = await findDifference(chat, seed)
        if (differenceText !== '') differences.push(differenceText)
      }
    }
    expect(differences).toEqual([])
    recordProof({ figure: '0 differences', cases, where: ['Node', 'artifact'] })
  })

  test('[row 43] ends a damaged stream, as complete only if the stream says so', async () => {
    const cases = caseCount(300, 10_000)
    test.setTimeout(60_000 + cases * 100)
    const recordedBodies = (getChatRecordings() ?? [])
      .map(({ recording }) => Buffer.from(recording.body))
      .filter(({ length }) => length < 20_000)
    const actualEnd = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(damagedBytes, ...recordedBodies),
        fc.array(damage, { minLength: 1, maxLength: 5 }),
        fc.array(recordingIndex, { maxLength: 12 }),
        fc.constantFrom('end' as const, 'end' as const, 'break' as const, 'nothing' as const),
        async (body, damages, cutFractions, after) => {
          const bytes = damages.reduce(applyDamage, body)
          const chunks = splitBody(
            bytes,
            cutFractions.map((cutFraction) => Math.floor(cutFraction * bytes.length)),
          )
          const { end } = await streamBody(
            { chunks, after },
            { code: inferenceCode, timeouts: { firstByteMs: 15, betweenLinesMs: 15, afterEndMs: 15 } },
          )
          const reportedEnd = end.kind === 'failed' ? end.failure.code : end.kind
          actualEnd.set(reportedEnd, (actualEnd.get(reportedEnd) ?? 0) + 1)
          if (end.kind === 'ended') expect(claimsCompletion(bytes)).toBe(true)
          else expect(failureCodes).toContain(reportedEnd)
        },
      ),
      { numRuns: cases },
    )
    // A fuzz with a single kind of ending would show nothing.
    expect([...actualEnd.keys()]).toEqual(expect.arrayContaining(['ended', 'cut-off', 'unexpected-reply', 'stalled']))
    expect(actualEnd.has('internal')).toBe(false)
    recordProof({ figure: '0 crashes, 0 endless waits, 0 cut streams taken for whole', cases, where: ['Node', 'artifact'] })
  })
})
