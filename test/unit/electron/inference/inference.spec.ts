import { expect, test } from '@playwright/test'
import { defaultBounds } from '../../../../electron/inference/wire.ts'
import { hearBody, piecesOf } from './cut-bodies.ts'
import { madePng } from '../../../support/data/made-images.ts'
import { ask, events, eventStream, said, serve, testKey, type Answering, type Listening } from './replying.ts'

const nobody = { usage: null, provider: null }

/** Asks a server that answers just this, as a stream of events. */
async function hear(body: string, listening?: Listening) {
  await using server = await serve((_, response) => void response.writeHead(200, eventStream).end(body))
  return await ask(server, listening)
}

test('sends the model, the messages and the key to the router, and nothing before it', async () => {
  await using server = await serve((_, response) => void response.writeHead(200, eventStream).end(events(said('Yes', 'stop'), '[DONE]')))
  const messages = [
    { role: 'user', content: 'Why?' },
    { role: 'assistant', content: 'Because.' },
    { role: 'user', content: 'Really?' },
  ] as const
  await ask(server, { request: { model: 'maker/model', messages } })
  expect(
    server.asked.map(({ method, path, headers, body }) => ({ method, path, key: headers.authorization, body: JSON.parse(body) })),
  ).toEqual([
    {
      method: 'POST',
      path: '/v1/chat/completions',
      key: `Bearer ${testKey.reveal()}`,
      body: { model: 'maker/model', messages, stream: true, stream_options: { include_usage: true } },
    },
  ])
})

test('sends the settings by the names they have on the wire, and those alone', async () => {
  await using server = await serve((_, response) => void response.writeHead(200, eventStream).end(events(said('Yes', 'stop'), '[DONE]')))
  const all = { temperature: 0, topP: 0.9, longestAnswer: 50, seed: 0, stopWords: ['END'], effort: 'low' } as const
  for (const settings of [all, { seed: 0 }]) await ask(server, { request: { settings } })
  const sent = server.asked.map(({ body }) => {
    const { model: _, messages: __, stream: ___, stream_options: ____, ...settings } = JSON.parse(body)
    return settings
  })
  expect(sent).toEqual([{ temperature: 0, top_p: 0.9, max_tokens: 50, seed: 0, stop: ['END'], reasoning_effort: 'low' }, { seed: 0 }])
})

test('asks the router for the provider that was chosen', async () => {
  await using server = await serve((_, response) => void response.writeHead(200, eventStream).end(events(said('Yes', 'stop'), '[DONE]')))
  const { end } = await ask(server, { request: { model: 'maker/model', provider: 'novita' } })
  expect(JSON.parse(server.asked[0]?.body ?? '').model).toBe('maker/model:novita')
  expect(end.provider).toBe('novita')
})

test('tells who serves before the first words', async () => {
  const kinds: string[] = []
  await using server = await serve((_, response) => {
    response.writeHead(200, { ...eventStream, 'x-inference-provider': 'together' }).end(events(said('Yes', 'stop'), '[DONE]'))
  })
  await ask(server, { onPiece: (piece) => kinds.push(piece.kind) })
  expect(kinds).toEqual(['provider', 'text'])
})

test('takes the newest of growing usage figures', async () => {
  const counted = [1, 2, 3].map((tokens) => ({ choices: [], usage: { prompt_tokens: 9, completion_tokens: tokens } }))
  const { end } = await hear(events(said('Yes'), ...counted, said('', 'stop'), '[DONE]'))
  expect(end.usage).toEqual({ inputTokens: 9, outputTokens: 3 })
})

test('keeps the last event when no blank line follows it', async () => {
  const { text, end } = await hear(events(said('Yes')) + `data: ${JSON.stringify(said('.', 'stop'))}`)
  expect({ text, end }).toEqual({ text: 'Yes.', end: { kind: 'ended', outcome: 'finished', ...nobody } })
})

test('takes [DONE] for the end without a blank line behind it, and with no other reason', async () => {
  for (const done of ['data: [DONE]', 'data: [DONE]\n', 'data: [DONE]\n\n']) {
    const { end } = await hear(events(said('Yes')) + done)
    expect(end).toEqual({ kind: 'ended', outcome: 'finished', ...nobody })
  }
})

test('signs of life change nothing, wherever they stand and wherever they are cut', async () => {
  const life = ': still here\n\n'
  const within = `: and here\n${events(said('aus 東京'))}`
  const body = Buffer.from(life + events(said('Grüße ')) + life + life + within + life + events(said('.', 'stop')) + life)
  for (const place of body.keys()) {
    const { text, end } = await hearBody({
      pieces: piecesOf(
        body,
        [place, place + 7].filter((one) => one < body.length),
      ),
    })
    expect([place, text, end.kind]).toEqual([place, 'Grüße aus 東京.', 'ended'])
  }
})

for (const [what, body, text, code] of [
  ['between two events', events(said('Yes')), 'Yes', 'cut-off'],
  ['inside an event', `${events(said('Yes'))}data: {"choices":[{"del`, 'Yes', 'cut-off'],
  ['before the first event', '', '', 'cut-off'],
  ['by the server giving up', events(said('Yes'), said('', 'error'), '[DONE]'), 'Yes', 'cut-off'],
  ['by nonsense', `${events(said('Yes'))}data: nonsense\n\n${events(said('', 'stop'))}`, 'Yes', 'unexpected-reply'],
  ['by an error', events(said('Yes'), { error: { message: 'Something broke', code: 500 } }), 'Yes', 'provider-failed'],
  ['by an error without that name', events(said('Yes'), { message: 'The service is overloaded', code: 503 }), 'Yes', 'provider-busy'],
  ['while a tag was held back', events(said('<thi')), '<thi', 'cut-off'],
] as const) {
  test(`a stream that ends ${what} keeps its text and ends as ${code}`, async () => {
    const heard = await hear(body)
    expect({ text: heard.text, code: heard.end.kind === 'failed' && heard.end.failure.code }).toEqual({ text, code })
  })
}

test('a connection that breaks ends as cut-off and keeps the text', async () => {
  await using server = await serve((_, response) => {
    response.writeHead(200, eventStream).write(events(said('Yes')), () => response.destroy())
  })
  const { text, end } = await ask(server)
  expect({ text, code: end.kind === 'failed' && end.failure.code }).toEqual({ text: 'Yes', code: 'cut-off' })
})

test('a connection that breaks after the model was done takes nothing back', async () => {
  await using server = await serve((_, response) => {
    response.writeHead(200, eventStream).write(events(said('Yes', 'stop')), () => response.destroy())
  })
  const { text, end } = await ask(server)
  expect({ text, end }).toEqual({ text: 'Yes', end: { kind: 'ended', outcome: 'finished', ...nobody } })
})

for (const [finish, end] of [
  ['stop', { kind: 'ended', outcome: 'finished' }],
  ['length', { kind: 'ended', outcome: 'length' }],
  ['content_filter', { kind: 'ended', outcome: 'filtered' }],
  ['a word of tomorrow', { kind: 'ended', outcome: 'finished' }],
] as const) {
  test(`the finish reason "${finish}" means ${end.outcome}`, async () => {
    expect((await hear(events(said('Yes', finish), '[DONE]'))).end).toEqual({ ...end, ...nobody })
  })
}

test('an answer without anything in it is a failure, one that is all reasoning is not', async () => {
  const thought = { choices: [{ delta: { reasoning_content: 'Hm.' }, finish_reason: 'stop' }] }
  const ends = [await hear(events(said('', 'stop'), '[DONE]')), await hear(events(thought, '[DONE]'))].map((heard) => heard.end)
  expect(ends).toEqual([
    { kind: 'failed', failure: { code: 'answer-empty', detail: '200' }, ...nobody },
    { kind: 'ended', outcome: 'finished', ...nobody },
  ])
})

for (const [what, told, answering] of [
  ['the reply', {}, () => {}],
  ['the first byte', { detail: '200' }, (_, response) => response.writeHead(200, eventStream).flushHeaders()],
  [
    'the rest of a failure',
    { detail: '500' },
    (_, response) => void response.writeHead(500, { 'content-type': 'application/json' }).write('{'),
  ],
  ['more text', { detail: '200' }, (_, response) => void response.writeHead(200, eventStream).write(events(said('Yes')))],
] satisfies readonly (readonly [string, { readonly detail?: string }, Answering])[]) {
  test(`silence before ${what} ends as stalled, and the connection is closed`, async () => {
    await using server = await serve(answering)
    const { end } = await ask(server, { timers: { firstByteMs: 150, betweenLinesMs: 150 } })
    await server.closed()
    expect(end).toEqual({ kind: 'failed', failure: { code: 'stalled', ...told }, ...nobody })
  })
}

test('a slow answer that keeps coming does not stall', async () => {
  let left = 20
  await using server = await serve((_, response) => {
    response.writeHead(200, eventStream)
    const timer = setInterval(() => {
      left -= 1
      response.write(events(said('a')))
      if (left > 0) return
      clearInterval(timer)
      response.end(events(said('', 'stop'), '[DONE]'))
    }, 40)
  })
  const { text, end } = await ask(server, { timers: { firstByteMs: 400, betweenLinesMs: 400 } })
  expect([text.length, end.kind]).toEqual([20, 'ended'])
})

for (const [what, more] of [
  ['says nothing more', ''],
  ['says for ever that it is still there', ': still here\n\n'],
] as const) {
  test(`a server that ${what} once the model is done does not hold the run`, async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, eventStream).write(events(said('Yes', 'stop')))
      const timer = setInterval(() => response.write(more), 20)
      response.once('close', () => clearInterval(timer))
    })
    const { text, end } = await ask(server, { timers: { afterEndMs: 200 } })
    await server.closed()
    expect({ text, end }).toEqual({ text: 'Yes', end: { kind: 'ended', outcome: 'finished', ...nobody } })
  })
}

test('the caller’s signal ends it as stopped, with what was said', async () => {
  await using server = await serve((_, response) => void response.writeHead(200, eventStream).write(events(said('Yes'))))
  const stopping = new AbortController()
  const { text, end } = await ask(server, { signal: stopping.signal, onPiece: () => stopping.abort() })
  await server.closed()
  expect({ text, end }).toEqual({ text: 'Yes', end: { kind: 'stopped', ...nobody } })
})

for (const [what, body, bounds] of [
  ['an event without an end', 'data: '.padEnd(5_000, 'x'), { eventBytes: 1_000 }],
  ['too many bytes', `: still here\n\n`.repeat(500), { replyBytes: 5_000 }],
  ['too many characters', events(...Array.from({ length: 300 }, () => said('word '))), { characters: 1_000 }],
] as const) {
  test(`${what} ends as answer-too-large`, async () => {
    const { end } = await hear(body, { bounds: { ...defaultBounds, ...bounds } })
    expect(end.kind === 'failed' && end.failure.code).toBe('answer-too-large')
  })
}

test('a failure never holds the prompt or the key', async () => {
  const prompt = 'What nobody else should ever read, in a prompt of some length.'
  await using server = await serve(({ headers, body }, response) => {
    response.writeHead(400, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: { message: `Bad request with ${headers.authorization}: ${body}` } }))
  })
  const { end } = await ask(server, { request: { messages: [{ role: 'user', content: prompt }] } })
  const told = JSON.stringify(end)
  expect(told).toContain('request-refused')
  for (const secret of [testKey.reveal(), prompt, 'nobody else']) expect(told).not.toContain(secret)
})

test('sends pictures in the very request, before the words that speak of them, and none in any other turn', async () => {
  await using server = await serve((_, response) => void response.writeHead(200, eventStream).end(events(said('Yes', 'stop'), '[DONE]')))
  const bytes = madePng(3, 2)
  const pictures = [{ type: 'image/png', bytes: new Uint8Array(bytes) }] as const
  const messages = [
    { role: 'user', content: 'What is this?', pictures },
    { role: 'assistant', content: 'A tide.' },
    { role: 'user', content: '', pictures },
  ] as const
  await ask(server, { request: { messages } })
  const url = `data:image/png;base64,${bytes.toString('base64')}`
  expect(JSON.parse(server.asked[0]?.body ?? '').messages).toEqual([
    {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url } },
        { type: 'text', text: 'What is this?' },
      ],
    },
    { role: 'assistant', content: 'A tide.' },
    { role: 'user', content: [{ type: 'image_url', image_url: { url } }] },
  ])
})
