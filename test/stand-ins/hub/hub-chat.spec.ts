// The stand-in's answers: they follow from the prompt, and come in every shape that providers use.

import { expect, test } from '@playwright/test'
import { goOn } from '../../../electron/runs/continuing.ts'
import { startHub, type Hub } from './hub.ts'
import { asList, asObject } from './json.ts'
import { ask, askChat, chatOf, chunksIn, finishesIn, textIn } from './asking.ts'

let hub: Hub
test.beforeAll(async () => {
  hub = await startHub({ speed: 0 })
})
test.afterAll(() => hub.close())

const text = `The tower is 324 metres tall. It stands in Paris.

It was built for a fair. Many came to see it.

Today it is a landmark.`

test('summarizes the text that comes along, in its own sentences and with its true size', async () => {
  const { raw } = await askChat(hub, `Can you summarize this text?\n\n${text}`)
  expect(textIn(raw)).toBe(
    `**Summary** of your text (26 words, 5 sentences, 3 paragraphs):

- The tower is 324 metres tall. *(6 words)*
- It was built for a fair. *(6 words)*
- Today it is a landmark. *(5 words)*

These are 3 sentences of the text itself, unchanged.`,
  )
})

test('asks for the text when there is none to summarize', async () => {
  expect(textIn((await askChat(hub, 'Can you summarize this text?')).raw)).toContain('Paste it below')
})

test('quotes the prompt and counts the messages before it', async () => {
  const messages = [
    { role: 'user', content: 'First' },
    { role: 'assistant', content: 'Second' },
    { role: 'user', content: 'What is a cat?' },
  ]
  const answer = textIn((await askChat(hub, '', { messages })).raw)
  expect(answer).toContain('> What is a cat?')
  expect(answer).toContain('4 words; 2 earlier messages')
  expect(answer).toContain('meta-llama/Llama-3.1-8B-Instruct')
})

test('says exactly what it is told to say', async () => {
  const said = 'One\n\n/length 5\n  two 👩‍👩‍👧 **three** \n'
  expect(textIn((await askChat(hub, `/say ${said}`)).raw)).toBe(said)
})

test('answers at the length that is asked for', async () => {
  expect(textIn((await askChat(hub, '/length 5000')).raw)).toHaveLength(5000)
})

test('cuts an answer where it is told to, and gives the rest when it is asked to go on', async () => {
  const prompt = '/cut 5\n/repeat 4\n/length 300'
  const cut = await askChat(hub, prompt)
  const begun = textIn(cut.raw)
  expect([finishesIn(cut.raw), begun.length < 300]).toEqual([['length'], true])
  const messages = [
    { role: 'user', content: prompt },
    { role: 'assistant', content: begun },
    { role: 'user', content: goOn },
  ]
  const rest = textIn((await askChat(hub, '', { messages })).raw)
  expect(rest.slice(0, 4)).toBe(begun.slice(-4))
  expect(begun + rest.slice(4)).toBe(textIn((await askChat(hub, '/length 300')).raw))
})

test('gives the same answer whole as streamed', async () => {
  const { json } = await askChat(hub, 'What is a cat?', { stream: false })
  const message = asObject(asObject(asList(json['choices'])[0])['message'])
  expect(message['content']).toBe(textIn((await askChat(hub, 'What is a cat?')).raw))
})

for (const form of ['reasoning_content', 'reasoning', 'reasoning_text'] as const) {
  test(`reasons in the field ${form}, before the text`, async () => {
    const { raw } = await askChat(hub, `/reasoning ${form}\n/say Done`)
    expect([textIn(raw), textIn(raw, form)]).toEqual(['Done', expect.stringContaining('The prompt has 0 words')])
  })
}

test('reasons between tags in the text', async () => {
  const { raw } = await askChat(hub, '/reasoning think-tags\n/say Done')
  expect(textIn(raw)).toMatch(/^<think>\nThe prompt has[^<]+\n<\/think>\n\nDone$/)
})

test('a model that reasons does so unasked, in its own form', async () => {
  expect(textIn((await askChat(hub, 'Hello', { model: 'deepseek-ai/DeepSeek-R1:novita' })).raw)).toMatch(/^<think>/)
  expect(textIn((await askChat(hub, 'Hello', { model: 'openai/gpt-oss-120b' })).raw, 'reasoning')).toContain('The prompt has 1 word ')
})

test('ends for the reason that is asked for', async () => {
  const reasons = ['stop', 'length', 'content_filter', 'tool_calls']
  const ends = await Promise.all(reasons.map(async (reason) => finishesIn((await askChat(hub, `/finish ${reason}`)).raw)))
  expect(ends).toEqual(reasons.map((reason) => [reason]))
})

test('stops at the length that the request allows', async () => {
  const { raw } = await askChat(hub, 'Hello', { max_tokens: 3 })
  expect([textIn(raw), finishesIn(raw)]).toEqual(['You wrote:\n\n>', ['length']])
})

/** For each chunk whether it has choices, and how many tokens it counts. */
function usagesIn(raw: string): readonly (readonly [boolean, unknown])[] {
  return chunksIn(raw).map((chunk) => [asList(chunk['choices']).length > 0, asObject(chunk['usage'])['completion_tokens']])
}

const usages = {
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

for (const [place, expected] of Object.entries(usages)) {
  test(`counts tokens in this place: ${place}`, async () => {
    expect(usagesIn((await askChat(hub, `/usage ${place}\n/say Hi`)).raw)).toEqual(expected)
  })
}

test('counts tokens unasked only for a request that wants them', async () => {
  expect(usagesIn((await askChat(hub, '/say Hi')).raw)).toEqual(usages.none)
  expect(usagesIn((await askChat(hub, '/say Hi', { stream_options: { include_usage: true } })).raw)).toEqual(usages['empty-choices'])
})

test('leaves out the end, or the empty line behind it, when told to', async () => {
  const { raw: whole } = await askChat(hub, '/say Hi')
  const { raw: noDone } = await askChat(hub, '/no-done\n/say Hi')
  const { raw: noLine } = await askChat(hub, '/no-final-blank-line\n/say Hi')
  expect(whole.endsWith('data: [DONE]\n\n')).toBe(true)
  expect([textIn(noDone), finishesIn(noDone), noDone.includes('[DONE]')]).toEqual(['Hi', [], false])
  expect([textIn(noLine), finishesIn(noLine), noLine.endsWith('}\n'), noLine.endsWith('\n\n')]).toEqual(['Hi', ['stop'], true, false])
})

const picture = [
  { type: 'text', text: 'What is this?' },
  { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
]

test('looks at a picture with a model that can see', async () => {
  const { raw } = await askChat(hub, '', { model: 'google/gemma-3-27b-it', messages: [{ role: 'user', content: picture }] })
  expect(textIn(raw)).toContain('I was shown 1 picture.')
})

const blind = [
  ['novita', 'message', 'model features vision not support'],
  ['nscale', 'detail', expect.stringContaining('is not a multimodal model')],
] as const

for (const [provider, field, words] of blind) {
  test(`refuses a picture for a model that cannot see, in the words of ${provider}`, async () => {
    const model = `meta-llama/Llama-3.1-8B-Instruct:${provider}`
    const { status, headers, json } = await askChat(hub, '', { model, messages: [{ role: 'user', content: picture }] })
    expect([status, headers.get('x-inference-provider'), json[field]]).toEqual([400, provider, words])
  })
}

const names = [
  ['no/such-model', 'model_not_found', "The requested model 'no/such-model' does not exist."],
  ['NousResearch/Hermes-4-405B', 'model_not_supported', /not supported by any provider/],
  ['Qwen/Qwen3-0.6B', 'model_not_supported', /not supported by any provider/],
  ['Qwen/Qwen3-8B:cohere', 'model_not_supported', /not supported by any provider/],
  ['openai-community/gpt2', 'model_not_supported', /is not a chat model/],
] as const

for (const [model, code, message] of names) {
  test(`refuses the model ${model} as ${code}`, async () => {
    const { status, json } = await askChat(hub, 'Hello', { model })
    const error = asObject(json['error'])
    expect([status, error['code'], error['type']]).toEqual([400, code, 'invalid_request_error'])
    expect(error['message']).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
  })
}

test('chooses who runs the model by the suffix', async () => {
  const { json } = await ask(hub, '/v1/models', null)
  const model = asList(json['data'])
    .map(asObject)
    .find(({ id }) => id === 'meta-llama/Llama-3.3-70B-Instruct')
  const live = asList(model?.['providers'])
    .map(asObject)
    .filter(({ status }) => status === 'live')
  const most = (field: (route: (typeof live)[number]) => number): unknown => live.toSorted((a, b) => field(b) - field(a))[0]?.['provider']
  const chosen = async (suffix: string): Promise<unknown> =>
    (await askChat(hub, 'Hello', { model: `meta-llama/Llama-3.3-70B-Instruct${suffix}` })).headers.get('x-inference-provider')

  expect(await chosen('')).toBe(live[0]?.['provider'])
  expect(await chosen(':fastest')).toBe(most((route) => Number(route['throughput'] ?? 0)))
  expect(await chosen(':cheapest')).toBe(most((route) => -Number(asObject(route['pricing'])['output'] ?? Infinity)))
  expect(await chosen(':scaleway')).toBe('scaleway')
})

test('refuses a prompt that the model cannot hold', async () => {
  const { status, json } = await askChat(hub, 'word '.repeat(5000), { model: 'Gryphe/MythoMax-L2-13b' })
  expect([status, asObject(json['error'])['code']]).toEqual([400, 'context_length_exceeded'])
})

test('streams at the pace that is set', async () => {
  const started = performance.now()
  await askChat(hub, '/speed 40\n/say one two three four five six seven eight nine ten')
  const slow = performance.now() - started
  await askChat(hub, '/say one two three four five six seven eight nine ten')
  // Ten pieces, a beginning, an end and [DONE] at 40 a second; a timer may be late and never early.
  expect(slow).toBeGreaterThanOrEqual(300)
  expect(performance.now() - started - slow).toBeLessThan(slow)
})

test('waits before its first byte as long as the prompt asks', async () => {
  await askChat(hub, '/wait 120\nHello')
  const { time, answeredAt } = hub.requests.at(-1) ?? { time: 0, answeredAt: null }
  // A timer may count from the start of its millisecond.
  expect((answeredAt ?? 0) - time).toBeGreaterThanOrEqual(119)
})

test('answers at length in markdown', async () => {
  const answer = textIn((await askChat(hub, '/markdown\n/length 5000')).raw)
  expect(answer).toHaveLength(5000)
  expect(answer.match(/^# A sample of everything$/gm)?.length).toBeGreaterThan(3)
})

test('notices a client that leaves in the middle', async () => {
  await using own = await startHub({ speed: 20 })
  const leaving = new AbortController()
  const reply = await fetch(`${own.origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${own.keys.fineGrained}` },
    body: JSON.stringify(chatOf('/length 5000')),
    signal: leaving.signal,
  })
  await reply.body?.getReader().read()
  leaving.abort()
  await expect.poll(() => own.requests[0]?.closedEarly).toBe(true)
})
