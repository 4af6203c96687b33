// Recorded traffic of Hugging Face through the built inference code: each answer with random cuts, and each failure. The recordings
// are next to the repository; without them the specs are skipped.

import { expect, test } from '@playwright/test'
import type { FailureCode } from '../../../../shared/failures.ts'
import { startHub } from '../../../stand-ins/hub/hub.ts'
import { getAllRecordings, getChatRecordings, getErrorRecordings } from '../../../support/data/recordings.ts'
import { runStream, loadBuiltInference, type InferenceCode } from './test-server.ts'

const chats = getChatRecordings()
const errors = getErrorRecordings()
const roundsPerRecording = 20
const cutCount = 4

let inferenceCode: InferenceCode

/** The result of each recording, by its index in the file. Determined by hand, not by the code. */
type RecordingIndexes = readonly (readonly [file: string, places: readonly number[]])[]

/** By the provider's finish reason: `stop` or `eos_token`; `length`; an answer without text. */
const streams: Readonly<Record<'finished' | 'length' | 'answer-empty', RecordingIndexes>> = {
  finished: [
    ['router-chat', [0, 1, 2, 5, 6, 7, 9, 10, 25, 26, 30, 31, 32, 35, 51, 52, 53, 56, 57, 58, 60, 61]],
    ['pydantic-ai-router', [11, 12, 35, 36, 38]],
    ['hf-inference-tasks', [44, 51, 57, 60, 87, 110]],
  ],
  length: [
    ['router-chat', [4, 29, 55]],
    ['genai-router-selected', [6, 7]],
  ],
  // 8 calls a tool, which Parley never offers; 27 contains only [DONE].
  'answer-empty': [['router-chat', [8, 27]]],
}

/** The recordings that are neither a streamed chat nor a failed run, and how many. Chat never requests any of them. */
const excludedRecordings = {
  'whole answers, and results of other tasks, in JSON': 27 + 1 + 30 + 82 + 2,
  'streams of text that is continued': 4,
  'pictures and sounds': 9 + 3,
  'lists and descriptions of models, one of them refused for a bad key and one redirected': 1 + 12 + 2 + 5,
}

function indexByName<Came extends string>(table: Readonly<Partial<Record<Came, RecordingIndexes>>>): ReadonlyMap<string, Came> {
  const namedOutcomes: [string, Came][] = []
  for (const outcomeName in table) {
    for (const [file, recordingIndexes] of table[outcomeName] ?? [])
      for (const recordingIndex of recordingIndexes) namedOutcomes.push([`${file} ${recordingIndex}`, outcomeName])
  }
  return new Map(namedOutcomes)
}

const outcomeByName = indexByName(streams)

const failures: Readonly<Partial<Record<FailureCode, RecordingIndexes>>> = {
  'provider-failed': [
    ['router-chat', [3, 16, 40, 59, 72]],
    ['pydantic-ai-router', [47]],
  ],
  'credits-used-up': [
    ['router-chat', [11, 12, 23, 24]],
    ['genai-router-selected', [3]],
  ],
  'model-cannot-do-this': [
    ['router-chat', [28, 33, 34, 36, 37, 41, 46, 47, 49, 50, 54, 62, 63, 67, 75, 76]],
    ['genai-router-selected', [4]],
  ],
  'key-rejected': [['genai-router-selected', [0]]],
  'model-not-found': [
    ['genai-router-selected', [1]],
    ['hf-inference-tasks', [0, 46, 66]],
  ],
  // Two of them were reported inside a stream that had begun well.
  'prompt-too-long': [['hf-inference-tasks', [24, 96]]],
  'request-refused': [
    ['genai-router-selected', [5]],
    ['hf-inference-tasks', [53, 55, 59, 64, 65, 80, 111]],
    ['huggingface_hub-legacy', [1]],
  ],
}
const codeByName = indexByName(failures)

test.describe('recordings', () => {
  test.beforeAll(async () => {
    inferenceCode = await loadBuiltInference()
  })

  test.skip(chats === null, 'no recordings beside the repository')

  test('are all accounted for', () => {
    const excludedCount = Object.values(excludedRecordings).reduce((sum, count) => sum + count, 0)
    expect({ chats: chats?.length, errors: errors?.length, all: getAllRecordings()?.length }).toEqual({
      chats: outcomeByName.size,
      errors: codeByName.size,
      all: 40 + 44 + excludedCount,
    })
    expect([outcomeByName.size, codeByName.size]).toEqual([40, 44])
  })

  for (const { recording, expected } of chats ?? []) {
    test(`give the content of ${recording.name}, however it is cut`, async () => {
      await using hub = await startHub()
      const outcomeName = outcomeByName.get(recording.name)
      const end =
        outcomeName === 'answer-empty'
          ? { kind: 'failed', failure: expect.objectContaining({ code: outcomeName }) }
          : { kind: 'ended', outcome: outcomeName }
      const provider = recording.headers['x-inference-provider'] ?? null
      for (let seed = 1; seed <= roundsPerRecording; seed += 1) {
        hub.setRecording(recording, { cuts: cutCount, seed })
        const output = await runStream(hub, { code: inferenceCode })
        expect(output, `cut with seed ${seed}`).toEqual({
          text: expected.text,
          reasoning: expected.reasoning,
          end: { ...end, usage: expected.usage, provider },
        })
      }
    })
  }

  for (const { recording } of errors ?? []) {
    test(`give the failure of ${recording.name}`, async () => {
      await using hub = await startHub()
      hub.setRecording(recording)
      const { end } = await runStream(hub, { code: inferenceCode })
      expect(end.kind === 'failed' ? end.failure.code : end.kind).toBe(codeByName.get(recording.name))
    })
  }
})
