// Real traffic of Hugging Face through the real inference code: each recorded answer at random cuts, each recorded failure.
// The recordings lie beside the repository; where they are absent the specs are skipped.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import * as fc from 'fast-check'
import type { FailureCode } from '../../../electron/shared/errors.ts'
import { ask, sendCut, serve } from './replying.ts'

interface Recording {
  readonly url: string
  readonly method: string
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly stream: boolean
  }
}

const folder = join(import.meta.dirname, '../../../../shared/recordings')
const files = [
  'router-chat.json',
  'pydantic-ai-router.json',
  'genai-router-selected.json',
  'hf-inference-tasks.json',
  'huggingface_hub-legacy.json',
]

function recorded(file: string): readonly Recording[] {
  return existsSync(join(folder, file)) ? JSON.parse(readFileSync(join(folder, file), 'utf8')) : []
}

function namesOf(file: string, fits: (recording: Recording) => boolean): readonly (readonly [string, Recording])[] {
  return recorded(file).flatMap((recording, index) => (fits(recording) ? [[`${file} ${index}`, recording] as const] : []))
}

const isChatStream = ({ response, url }: Recording): boolean =>
  response.stream && response.status === 200 && url.endsWith('/chat/completions')
const chats = files.flatMap((file) => namesOf(file, isChatStream))
const failures = files.flatMap((file) => namesOf(file, ({ response }) => response.status >= 400 || isErrorStream(response)))

function isErrorStream(response: Recording['response']): boolean {
  return response.stream && /^data: ?\{"error"/.test(bodyOf(response))
}

/** Some files hold JSON bodies parsed. */
function bodyOf({ body }: Recording['response']): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** What the recording says, read from the whole text at once: nothing of the product's reading is used. */
function truthOf(body: string) {
  const chunks = [...body.matchAll(/^data: ?(\{.*\})$/gm)].map((line) => JSON.parse(line[1] ?? ''))
  const first = chunks.map((chunk) => chunk.choices?.[0] ?? {})
  const content = first.map((choice) => choice.delta?.content ?? '').join('')
  const thought = /^\s*<think>\s*([^]*?)<\/think>\s*([^]*)$/.exec(content)
  const usage = chunks.map((chunk) => chunk.usage).findLast((found) => found)
  return {
    text: thought?.[2] ?? content,
    reasoning: first.map((choice) => choice.delta?.reasoning_content ?? choice.delta?.reasoning ?? '').join('') + (thought?.[1] ?? ''),
    usage: usage === undefined ? null : { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens },
    finish: first.map((choice) => choice.finish_reason).findLast((found) => found) ?? null,
  }
}

const outcomes: Readonly<Record<string, 'finished' | 'length'>> = {
  stop: 'finished',
  eos_token: 'finished',
  tool_calls: 'finished',
  length: 'length',
}
const lostOnTheWay = ['content-encoding', 'transfer-encoding', 'content-length', 'connection']

function headersOf({ headers }: Recording['response']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !lostOnTheWay.includes(name.toLowerCase())))
}

test.skip(!existsSync(folder), 'no recordings beside the repository')

test('there are as many recorded answers and failures as were counted by hand', () => {
  expect({ chats: chats.length, failures: failures.length }).toEqual({ chats: 40, failures: 45 })
})

for (const [name, recording] of chats) {
  test(`gives what ${name} holds, wherever it is cut`, async () => {
    const body = Buffer.from(bodyOf(recording.response))
    const truth = truthOf(bodyOf(recording.response))
    const provider = recording.response.headers['x-inference-provider'] ?? null
    let cuts: readonly number[] = []
    await using server = await serve(async (_, response) => {
      response.writeHead(200, headersOf(recording.response))
      await sendCut(response, body, cuts)
    })
    const someCuts = fc.array(fc.nat(body.length), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(someCuts, async (chosen) => {
        cuts = chosen
        const { text, reasoning, end } = await ask(server)
        const isEmpty = truth.text === '' && truth.reasoning === ''
        const expected = isEmpty
          ? { kind: 'failed', failure: { code: 'answer-empty' } }
          : { kind: 'ended', outcome: outcomes[truth.finish ?? ''] }
        expect({ text, reasoning, end }).toEqual({
          text: truth.text,
          reasoning: truth.reasoning,
          end: { ...expected, usage: truth.usage, provider },
        })
      }),
      { numRuns: 20, endOnFailure: true },
    )
  })
}
/** Read from the recordings by hand: file, code, the places in the file. */
const codes: readonly (readonly [string, FailureCode, readonly number[]])[] = [
  ['router-chat.json', 'provider-failed', [3, 16, 40, 59, 72]],
  ['router-chat.json', 'credits-used-up', [11, 12, 23, 24]],
  ['router-chat.json', 'model-cannot-do-this', [28, 33, 34, 36, 37, 41, 46, 47, 49, 50, 54, 62, 63, 67, 75, 76]],
  ['pydantic-ai-router.json', 'provider-failed', [47]],
  ['genai-router-selected.json', 'key-rejected', [0, 2]],
  ['genai-router-selected.json', 'model-not-found', [1]],
  ['genai-router-selected.json', 'credits-used-up', [3]],
  ['genai-router-selected.json', 'model-cannot-do-this', [4]],
  ['genai-router-selected.json', 'request-refused', [5]],
  ['hf-inference-tasks.json', 'model-not-found', [0, 46, 66]],
  ['hf-inference-tasks.json', 'prompt-too-long', [24, 96]],
  ['hf-inference-tasks.json', 'request-refused', [53, 55, 59, 64, 65, 80, 111]],
  ['huggingface_hub-legacy.json', 'request-refused', [1]],
]
const codeByName: ReadonlyMap<string, FailureCode> = new Map(
  codes.flatMap(([file, code, places]) => places.map((place) => [`${file} ${place}`, code] as const)),
)

for (const [name, recording] of failures) {
  test(`tells what went wrong in ${name}`, async () => {
    await using server = await serve((_, response) => {
      response.writeHead(recording.response.status, headersOf(recording.response)).end(bodyOf(recording.response))
    })
    const { end } = await ask(server)
    expect(end.kind === 'failed' ? end.failure.code : end.kind).toBe(codeByName.get(name))
  })
}
