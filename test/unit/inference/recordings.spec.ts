// Real traffic of Hugging Face through the inference code as it was built: each recorded answer at random cuts, each recorded failure.
// The recordings lie beside the repository; where they are absent the specs are skipped.

import { expect, test } from '@playwright/test'
import type { FailureCode } from '../../../electron/shared/errors.ts'
import { startHub } from '../../support/hub/hub.ts'
import { chatRecordings, errorRecordings } from '../../support/recordings.ts'
import { ask, builtInference, type InferenceCode } from './replying.ts'

const chats = chatRecordings()
const errors = errorRecordings()
const timesEach = 20
const cuts = 4

const outcomes: ReadonlyMap<string | null, 'finished' | 'length'> = new Map([
  ['stop', 'finished'],
  ['eos_token', 'finished'],
  ['length', 'length'],
])

let built: InferenceCode

test.beforeAll(async () => {
  built = await builtInference()
})

test.skip(chats === null, 'no recordings beside the repository')

test('there are as many recorded answers and failures as were counted by hand', () => {
  expect({ chats: chats?.length, errors: errors?.length }).toEqual({ chats: 40, errors: 44 })
})

for (const { recording, expected } of chats ?? []) {
  test(`gives what ${recording.name} holds, wherever it is cut`, async () => {
    await using hub = await startHub()
    // One recording is an empty stream, another a call of a tool that we never offer.
    const isEmpty = expected.text === '' && expected.reasoning === ''
    const end = isEmpty
      ? { kind: 'failed', failure: expect.objectContaining({ code: 'answer-empty' }) }
      : { kind: 'ended', outcome: outcomes.get(expected.finish) }
    const provider = recording.headers['x-inference-provider'] ?? null
    for (let seed = 1; seed <= timesEach; seed += 1) {
      hub.setRecording(recording, { cuts, seed })
      const heard = await ask(hub, { code: built })
      expect(heard, `cut with seed ${seed}`).toEqual({
        text: expected.text,
        reasoning: expected.reasoning,
        end: { ...end, usage: expected.usage, provider },
      })
    }
  })
}

/** Read from the recordings by hand: file, code, the places in the file. */
const codes: readonly (readonly [string, FailureCode, readonly number[]])[] = [
  ['router-chat', 'provider-failed', [3, 16, 40, 59, 72]],
  ['router-chat', 'credits-used-up', [11, 12, 23, 24]],
  ['router-chat', 'model-cannot-do-this', [28, 33, 34, 36, 37, 41, 46, 47, 49, 50, 54, 62, 63, 67, 75, 76]],
  ['pydantic-ai-router', 'provider-failed', [47]],
  ['genai-router-selected', 'key-rejected', [0]],
  ['genai-router-selected', 'model-not-found', [1]],
  ['genai-router-selected', 'credits-used-up', [3]],
  ['genai-router-selected', 'model-cannot-do-this', [4]],
  ['genai-router-selected', 'request-refused', [5]],
  ['hf-inference-tasks', 'model-not-found', [0, 46, 66]],
  ['hf-inference-tasks', 'prompt-too-long', [24, 96]],
  ['hf-inference-tasks', 'request-refused', [53, 55, 59, 64, 65, 80, 111]],
  ['huggingface_hub-legacy', 'request-refused', [1]],
]
const codeByName: ReadonlyMap<string, FailureCode> = new Map(
  codes.flatMap(([file, code, places]) => places.map((place) => [`${file} ${place}`, code] as const)),
)

for (const { recording } of errors ?? []) {
  test(`tells what went wrong in ${recording.name}`, async () => {
    await using hub = await startHub()
    hub.setRecording(recording)
    const { end } = await ask(hub, { code: built })
    expect(end.kind === 'failed' ? end.failure.code : end.kind).toBe(codeByName.get(recording.name))
  })
}
