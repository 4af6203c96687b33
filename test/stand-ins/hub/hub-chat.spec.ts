// Chat answers of the Hugging Face stand-in: derived from the prompt, in every format that providers use.

import { expect, test } from '@playwright/test'
import { continuePrompt } from '../../../electron/runs/continuation.ts'
import type { HubClock } from './clock.ts'
import { startHub, type Hub } from './hub.ts'
import { asList, asObject } from './json.ts'
import { requestHub, requestChat, createChatBody, parseChunks, listFinishReasons, joinDeltaText } from './hub-requests.ts'

let hub: Hub
test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterAll(() => hub.close())

const text = `The tower is 324 metres tall. It stands in Paris.

It was built for a fair. Many came to see it.

Today it is a landmark.`

test.describe('hub answers', () => {
  test('summarizes the text in the prompt with its own sentences and its true size', async () => {
    const { raw } = await requestChat(hub, `Can you summarize this text?\n\n${text}`)
    expect(joinDeltaText(raw)).toBe(
      `**Summary** of your text (26 words, 5 sentences, 3 paragraphs):

- The tower is 324 metres tall. *(6 words)*
- It was built for a fair. *(6 words)*
- Today it is a landmark. *(5 words)*

These are 3 sentences of the text itself, unchanged.`,
    )
  })

  test('asks for a text when there is none to summarize', async () => {
    expect(joinDeltaText((await requestChat(hub, 'Can you summarize this text?')).raw)).toContain('Paste it below')
  })

  test('quotes the prompt and counts the messages before it', async () => {
    const messages = [
      { role: 'user', content: 'First' },
      { role: 'assistant', content: 'Second' },
      { role: 'user', content: 'What is a cat?' },
    ]
    const answer = joinDeltaText((await requestChat(hub, '', { messages })).raw)
    expect(answer).toContain('> What is a cat?')
    expect(answer).toContain('4 words; 2 earlier messages')
    expect(answer).toContain('meta-llama/Llama-3.1-8B-Instruct')
  })

  test('streams exactly the text after /say', async () => {
    const echoedText = 'One\n\n/length 5\n  two 👩‍👩‍👧 **three** \n'
    expect(joinDeltaText((await requestChat(hub, `/say ${echoedText}`)).raw)).toBe(echoedText)
  })

  test('answers with the length of /length', async () => {
    expect(joinDeltaText((await requestChat(hub, '/length 5000')).raw)).toHaveLength(5000)
  })

  test('ends after the tokens of /cut and sends the rest on a request to continue', async () => {
    const prompt = '/cut 5\n/repeat 4\n/length 300'
    const cutOffReply = await requestChat(hub, prompt)
    const partialText = joinDeltaText(cutOffReply.raw)
    expect([listFinishReasons(cutOffReply.raw), partialText.length < 300]).toEqual([['length'], true])
    const messages = [
      { role: 'user', content: prompt },
      { role: 'assistant', content: partialText },
      { role: 'user', content: continuePrompt },
    ]
    const rest = joinDeltaText((await requestChat(hub, '', { messages })).raw)
    expect(rest.slice(0, 4)).toBe(partialText.slice(-4))
    expect(partialText + rest.slice(4)).toBe(joinDeltaText((await requestChat(hub, '/length 300')).raw))
  })

  test('gives the same answer whole and streamed', async () => {
    const { json } = await requestChat(hub, 'What is a cat?', { stream: false })
    const message = asObject(asObject(asList(json['choices'])[0])['message'])
    expect(message['content']).toBe(joinDeltaText((await requestChat(hub, 'What is a cat?')).raw))
  })
})

test.describe('hub reasoning', () => {
  for (const form of ['reasoning_content', 'reasoning', 'reasoning_text'] as const) {
    test(`sends reasoning in the field ${form} before the text`, async () => {
      const { raw } = await requestChat(hub, `/reasoning ${form}\n/say Done`)
      expect([joinDeltaText(raw), joinDeltaText(raw, form)]).toEqual(['Done', expect.stringContaining('The prompt has 0 words')])
    })
  }

  test('sends reasoning between think tags in the text', async () => {
    const { raw } = await requestChat(hub, '/reasoning think-tags\n/say Done')
    expect(joinDeltaText(raw)).toMatch(/^<think>\nThe prompt has[^<]+\n<\/think>\n\nDone$/)
  })

  test('reasons by default with a reasoning model, in its form', async () => {
    expect(joinDeltaText((await requestChat(hub, 'Hello', { model: 'deepseek-ai/DeepSeek-R1:novita' })).raw)).toMatch(/^<think>/)
    expect(joinDeltaText((await requestChat(hub, 'Hello', { model: 'openai/gpt-oss-120b' })).raw, 'reasoning')).toContain(
      'The prompt has 1 word ',
    )
  })
})

/** Of each chunk: whether it has choices, and its completion token count. */
function listUsages(raw: string): readonly (readonly [boolean, unknown])[] {
  return parseChunks(raw).map((chunk) => [asList(chunk['choices']).length > 0, asObject(chunk['usage'])['completion_tokens']])
}

test.describe('hub finish and usage', () => {
  test('ends with the reason of /finish', async () => {
    const reasons = ['stop', 'length', 'content_filter', 'tool_calls']
    const finishReasons = await Promise.all(
      reasons.map(async (reason) => listFinishReasons((await requestChat(hub, `/finish ${reason}`)).raw)),
    )
    expect(finishReasons).toEqual(reasons.map((reason) => [reason]))
  })

  test('stops at max_tokens', async () => {
    const { raw } = await requestChat(hub, 'Hello', { max_tokens: 3 })
    expect([joinDeltaText(raw), listFinishReasons(raw)]).toEqual(['You wrote:\n\n>', ['length']])
  })

  const usageCases = {
    last: [
      [true, undefined],
      [true, undefined],
      [true, 1],
    ],
    every: [
      [true, 0],
      [true, 1],
      [true, 1],
    ],
    'empty-choices': [
      [true, undefined],
      [true, undefined],
      [true, undefined],
      [false, 1],
    ],
    none: [
      [true, undefined],
      [true, undefined],
      [true, undefined],
    ],
  }

  for (const [usageMode, expected] of Object.entries(usageCases)) {
    test(`reports usage as ${usageMode}`, async () => {
      expect(listUsages((await requestChat(hub, `/usage ${usageMode}\n/say Hi`)).raw)).toEqual(expected)
    })
  }

  test('reports usage by default only when the request includes it', async () => {
    expect(listUsages((await requestChat(hub, '/say Hi')).raw)).toEqual(usageCases.none)
    expect(listUsages((await requestChat(hub, '/say Hi', { stream_options: { include_usage: true } })).raw)).toEqual(
      usageCases['empty-choices'],
    )
  })

  test('leaves out the end or the final blank line on request', async () => {
    const { raw: fullStream } = await requestChat(hub, '/say Hi')
    const { raw: streamWithoutDone } = await requestChat(hub, '/no-done\n/say Hi')
    const { raw: streamWithoutBlankLine } = await requestChat(hub, '/no-final-blank-line\n/say Hi')
    expect(fullStream.endsWith('data: [DONE]\n\n')).toBe(true)
    expect([joinDeltaText(streamWithoutDone), listFinishReasons(streamWithoutDone), streamWithoutDone.includes('[DONE]')]).toEqual([
      'Hi',
      [],
      false,
    ])
    expect([
      joinDeltaText(streamWithoutBlankLine),
      listFinishReasons(streamWithoutBlankLine),
      streamWithoutBlankLine.endsWith('}\n'),
      streamWithoutBlankLine.endsWith('\n\n'),
    ]).toEqual(['Hi', ['stop'], true, false])
  })
})

const imageContent = [
  { type: 'text', text: 'What is this?' },
  { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
]

test.describe('hub images', () => {
  test('accepts an image for a vision model', async () => {
    const { raw } = await requestChat(hub, '', { model: 'google/gemma-3-27b-it', messages: [{ role: 'user', content: imageContent }] })
    expect(joinDeltaText(raw)).toContain('I was shown 1 image.')
  })

  const textOnlyCases = [
    ['novita', 'message', 'model features vision not support'],
    ['nscale', 'detail', expect.stringContaining('is not a multimodal model')],
  ] as const

  for (const [provider, field, expectedMessage] of textOnlyCases) {
    test(`refuses an image for a text-only model with the message of ${provider}`, async () => {
      const model = `meta-llama/Llama-3.1-8B-Instruct:${provider}`
      const { status, headers, json } = await requestChat(hub, '', { model, messages: [{ role: 'user', content: imageContent }] })
      expect([status, headers.get('x-inference-provider'), json[field]]).toEqual([400, provider, expectedMessage])
    })
  }
})

const refusedModels = [
  ['no/such-model', 'model_not_found', "The requested model 'no/such-model' does not exist."],
  ['NousResearch/Hermes-4-405B', 'model_not_supported', /not supported by any provider/],
  ['Qwen/Qwen3-0.6B', 'model_not_supported', /not supported by any provider/],
  ['Qwen/Qwen3-8B:cohere', 'model_not_supported', /not supported by any provider/],
  ['openai-community/gpt2', 'model_not_supported', /is not a chat model/],
] as const

test.describe('hub model names', () => {
  for (const [model, code, message] of refusedModels) {
    test(`refuses the model ${model} as ${code}`, async () => {
      const { status, json } = await requestChat(hub, 'Hello', { model })
      const error = asObject(json['error'])
      expect([status, error['code'], error['type']]).toEqual([400, code, 'invalid_request_error'])
      expect(error['message']).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
    })
  }

  test('chooses the provider by the suffix of the model', async () => {
    const { json } = await requestHub(hub, '/v1/models', null)
    const model = asList(json['data'])
      .map(asObject)
      .find(({ id }) => id === 'meta-llama/Llama-3.3-70B-Instruct')
    const liveProviders = asList(model?.['providers'])
      .map(asObject)
      .filter(({ status }) => status === 'live')
    const maxBy = (field: (route: (typeof liveProviders)[number]) => number): unknown =>
      liveProviders.toSorted((a, b) => field(b) - field(a))[0]?.['provider']
    const findChosenProvider = async (suffix: string): Promise<unknown> =>
      (await requestChat(hub, 'Hello', { model: `meta-llama/Llama-3.3-70B-Instruct${suffix}` })).headers.get('x-inference-provider')

    expect(await findChosenProvider('')).toBe(liveProviders[0]?.['provider'])
    expect(await findChosenProvider(':fastest')).toBe(maxBy((route) => Number(route['throughput'] ?? 0)))
    expect(await findChosenProvider(':cheapest')).toBe(maxBy((route) => -Number(asObject(route['pricing'])['output'] ?? Infinity)))
    expect(await findChosenProvider(':scaleway')).toBe('scaleway')
  })
})

/** A clock on which time passes only while the hub pauses, and the pauses so far, in milliseconds. */
function createFakeClock(onPause: () => void = () => undefined): { readonly clock: HubClock; readonly pauses: readonly number[] } {
  const pauses: number[] = []
  const clock: HubClock = {
    now: () => pauses.reduce((sum, ms) => sum + ms, 0),
    pause: async (ms) => {
      onPause()
      pauses.push(ms)
    },
  }
  return { clock, pauses }
}

test.describe('hub limits, pace and long answers', () => {
  test('refuses a prompt longer than the context', async () => {
    const { status, json } = await requestChat(hub, 'word '.repeat(5000), { model: 'Gryphe/MythoMax-L2-13b' })
    expect([status, asObject(json['error'])['code']]).toEqual([400, 'context_length_exceeded'])
  })

  test('streams at the given speed', async () => {
    const { clock, pauses } = createFakeClock()
    await using pacedHub = await startHub({ speed: 0, clock })
    await requestChat(pacedHub, '/say one two three four five six seven eight nine ten')
    expect(pauses).toEqual([])
    await requestChat(pacedHub, '/speed 40\n/say one two three four five six seven eight nine ten')
    // Ten tokens, a beginning, an end and [DONE], 25 ms after each.
    expect(pauses).toEqual(Array.from({ length: 13 }, () => 25))
  })

  test('pauses before its first byte for the time of /wait', async () => {
    const answeredBeforePause: unknown[] = []
    const { clock, pauses } = createFakeClock(() => answeredBeforePause.push(pacedHub.requests.at(-1)?.answeredAt))
    await using pacedHub = await startHub({ speed: 0, clock })
    await requestChat(pacedHub, '/wait 120\nHello')
    expect([pauses, answeredBeforePause]).toEqual([[120], [null]])
  })

  test('repeats the markdown sample up to the length', async () => {
    const answer = joinDeltaText((await requestChat(hub, '/markdown\n/length 5000')).raw)
    expect(answer).toHaveLength(5000)
    expect(answer.match(/^# A sample of everything$/gm)?.length).toBeGreaterThan(3)
  })

  test('notices when the client disconnects', async () => {
    await using secondHub = await startHub({ speed: 20 })
    const abortController = new AbortController()
    const reply = await fetch(`${secondHub.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secondHub.keys.fineGrained}` },
      body: JSON.stringify(createChatBody('/length 5000')),
      signal: abortController.signal,
    })
    await reply.body?.getReader().read()
    abortController.abort()
    await expect.poll(() => secondHub.requests[0]?.closedEarly).toBe(true)
  })
})
