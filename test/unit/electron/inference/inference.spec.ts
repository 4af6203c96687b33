// One chat run against a test server: what is sent, what arrives, and how it ends.

import { expect, test } from '@playwright/test'
import { defaultLimits, type Timeouts } from '../../../../electron/inference/connection.ts'
import { streamBody, splitBody } from './chunked-bodies.ts'
import { createPng } from '../../../support/data/image-fixtures.ts'
import { runStream, events, eventStream, contentChunk, serve, testKey, type RequestHandler, type StreamOptions } from './test-server.ts'

const noUsageOrProvider = { usage: null, provider: null }

/** Runs a prompt at a server that answers with this stream of events. */
async function streamEvents(body: string, options?: StreamOptions) {
  await using server = await serve((_, response) => void response.writeHead(200, eventStream).end(body))
  return await runStream(server, options)
}

test.describe('stream', () => {
  test('sends model, messages and key to the router, and nothing before', async () => {
    await using server = await serve(
      (_, response) => void response.writeHead(200, eventStream).end(events(contentChunk('Yes', 'stop'), '[DONE]')),
    )
    const messages = [
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: 'Because.' },
      { role: 'user', content: 'Really?' },
    ] as const
    await runStream(server, { request: { model: 'maker/model', messages } })
    expect(
      server.received.map(({ method, path, headers, body }) => ({ method, path, key: headers.authorization, body: JSON.parse(body) })),
    ).toEqual([
      {
        method: 'POST',
        path: '/v1/chat/completions',
        key: `Bearer ${testKey.reveal()}`,
        body: { model: 'maker/model', messages, stream: true, stream_options: { include_usage: true } },
      },
    ])
  })

  test('sends the settings under their names in the request, and no others', async () => {
    await using server = await serve(
      (_, response) => void response.writeHead(200, eventStream).end(events(contentChunk('Yes', 'stop'), '[DONE]')),
    )
    const all = { temperature: 0, topP: 0.9, longestAnswer: 50, seed: 0, stopWords: ['END'], effort: 'low' } as const
    for (const settings of [all, { seed: 0 }]) await runStream(server, { request: { settings } })
    const sent = server.received.map(({ body }) => {
      const { model: _, messages: __, stream: ___, stream_options: ____, ...settings } = JSON.parse(body)
      return settings
    })
    expect(sent).toEqual([{ temperature: 0, top_p: 0.9, max_tokens: 50, seed: 0, stop: ['END'], reasoning_effort: 'low' }, { seed: 0 }])
  })

  test('asks the router for the chosen provider', async () => {
    await using server = await serve(
      (_, response) => void response.writeHead(200, eventStream).end(events(contentChunk('Yes', 'stop'), '[DONE]')),
    )
    const { end } = await runStream(server, { request: { model: 'maker/model', provider: 'novita' } })
    expect(JSON.parse(server.received[0]?.body ?? '').model).toBe('maker/model:novita')
    expect(end.provider).toBe('novita')
  })

  test('reports the provider before the first text', async () => {
    const kinds: string[] = []
    await using server = await serve((_, response) => {
      response.writeHead(200, { ...eventStream, 'x-inference-provider': 'together' }).end(events(contentChunk('Yes', 'stop'), '[DONE]'))
    })
    await runStream(server, { onChunk: (chunk) => kinds.push(chunk.kind) })
    expect(kinds).toEqual(['provider', 'text'])
  })

  test('takes the newest usage', async () => {
    const usageChunks = [1, 2, 3].map((tokens) => ({ choices: [], usage: { prompt_tokens: 9, completion_tokens: tokens } }))
    const { end } = await streamEvents(events(contentChunk('Yes'), ...usageChunks, contentChunk('', 'stop'), '[DONE]'))
    expect(end.usage).toEqual({ inputTokens: 9, outputTokens: 3 })
  })

  test('keeps the last event when no blank line follows it', async () => {
    const { text, end } = await streamEvents(events(contentChunk('Yes')) + `data: ${JSON.stringify(contentChunk('.', 'stop'))}`)
    expect({ text, end }).toEqual({ text: 'Yes.', end: { kind: 'ended', outcome: 'finished', ...noUsageOrProvider } })
  })

  test('accepts [DONE] as the end, without a blank line and without a finish reason', async () => {
    for (const done of ['data: [DONE]', 'data: [DONE]\n', 'data: [DONE]\n\n']) {
      const { end } = await streamEvents(events(contentChunk('Yes')) + done)
      expect(end).toEqual({ kind: 'ended', outcome: 'finished', ...noUsageOrProvider })
    }
  })

  test('ignores keep-alive lines, wherever they are and however they are cut', async () => {
    const keepAliveComment = ': still here\n\n'
    const keepAliveBetween = `: and here\n${events(contentChunk('aus 東京'))}`
    const body = Buffer.from(
      keepAliveComment +
        events(contentChunk('Grüße ')) +
        keepAliveComment +
        keepAliveComment +
        keepAliveBetween +
        keepAliveComment +
        events(contentChunk('.', 'stop')) +
        keepAliveComment,
    )
    for (const offset of body.keys()) {
      const { text, end } = await streamBody({
        chunks: splitBody(
          body,
          [offset, offset + 7].filter((one) => one < body.length),
        ),
      })
      expect([offset, text, end.kind]).toEqual([offset, 'Grüße aus 東京.', 'ended'])
    }
  })

  for (const [caseName, body, text, code] of [
    ['between two events', events(contentChunk('Yes')), 'Yes', 'cut-off'],
    ['inside an event', `${events(contentChunk('Yes'))}data: {"choices":[{"del`, 'Yes', 'cut-off'],
    ['before the first event', '', '', 'cut-off'],
    ['because the server gave up', events(contentChunk('Yes'), contentChunk('', 'error'), '[DONE]'), 'Yes', 'cut-off'],
    ['with nonsense', `${events(contentChunk('Yes'))}data: nonsense\n\n${events(contentChunk('', 'stop'))}`, 'Yes', 'unexpected-reply'],
    ['with an error', events(contentChunk('Yes'), { error: { message: 'Something broke', code: 500 } }), 'Yes', 'provider-failed'],
    [
      'with an error in another shape',
      events(contentChunk('Yes'), { message: 'The service is overloaded', code: 503 }),
      'Yes',
      'provider-busy',
    ],
    ['while a tag was held back', events(contentChunk('<thi')), '<thi', 'cut-off'],
  ] as const) {
    test(`keeps the text of a stream that ends ${caseName}, and fails with ${code}`, async () => {
      const output = await streamEvents(body)
      expect({ text: output.text, code: output.end.kind === 'failed' && output.end.failure.code }).toEqual({ text, code })
    })
  }

  test('keeps the text of a connection that breaks, and fails with cut-off', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, eventStream).write(events(contentChunk('Yes')), () => response.destroy())
    })
    const { text, end } = await runStream(server)
    expect({ text, code: end.kind === 'failed' && end.failure.code }).toEqual({ text: 'Yes', code: 'cut-off' })
  })

  test('finishes an answer whose connection breaks after the finish reason', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, eventStream).write(events(contentChunk('Yes', 'stop')), () => response.destroy())
    })
    const { text, end } = await runStream(server)
    expect({ text, end }).toEqual({ text: 'Yes', end: { kind: 'ended', outcome: 'finished', ...noUsageOrProvider } })
  })

  for (const [finishReason, end] of [
    ['stop', { kind: 'ended', outcome: 'finished' }],
    ['length', { kind: 'ended', outcome: 'length' }],
    ['content_filter', { kind: 'ended', outcome: 'filtered' }],
    ['an unknown reason', { kind: 'ended', outcome: 'finished' }],
  ] as const) {
    test(`takes the finish reason "${finishReason}" for ${end.outcome}`, async () => {
      expect((await streamEvents(events(contentChunk('Yes', finishReason), '[DONE]'))).end).toEqual({ ...end, ...noUsageOrProvider })
    })
  }

  test('fails for an empty answer, but not for one with reasoning only', async () => {
    const reasoningOnly = { choices: [{ delta: { reasoning_content: 'Hm.' }, finish_reason: 'stop' }] }
    const endResults = [
      await streamEvents(events(contentChunk('', 'stop'), '[DONE]')),
      await streamEvents(events(reasoningOnly, '[DONE]')),
    ].map((output) => output.end)
    expect(endResults).toEqual([
      { kind: 'failed', failure: { code: 'answer-empty', detail: '200' }, ...noUsageOrProvider },
      { kind: 'ended', outcome: 'finished', ...noUsageOrProvider },
    ])
  })

  for (const [caseName, timeouts, reported, handler] of [
    ['the reply', { firstByteMs: 150 }, {}, () => {}],
    // Longer, so that the headers arrive before, also on a busy computer.
    ['the first byte', { firstByteMs: 1_000 }, { detail: '200' }, (_, response) => response.writeHead(200, eventStream).flushHeaders()],
    [
      'the rest of a failure',
      { betweenLinesMs: 150 },
      { detail: '500' },
      (_, response) => void response.writeHead(500, { 'content-type': 'application/json' }).write('{'),
    ],
    [
      'more text',
      { betweenLinesMs: 150 },
      { detail: '200' },
      (_, response) => void response.writeHead(200, eventStream).write(events(contentChunk('Yes'))),
    ],
  ] satisfies readonly (readonly [string, Partial<Timeouts>, { readonly detail?: string }, RequestHandler])[]) {
    test(`fails with stalled after silence before ${caseName}, and closes the connection`, async () => {
      await using server = await serve(handler)
      const { end } = await runStream(server, { timeouts })
      await server.closed()
      expect(end).toEqual({ kind: 'failed', failure: { code: 'stalled', ...reported }, ...noUsageOrProvider })
    })
  }

  for (const [caseName, keepAlive] of [
    ['sends nothing more', ''],
    ['keeps sending keep-alive lines', ': still here\n\n'],
  ] as const) {
    test(`ends after the finish reason although the server ${caseName}`, async () => {
      await using server = await serve((_, response) => {
        response.writeHead(200, eventStream).write(events(contentChunk('Yes', 'stop')))
        const timer = setInterval(() => response.write(keepAlive), 20)
        response.once('close', () => clearInterval(timer))
      })
      const { text, end } = await runStream(server, { timeouts: { afterEndMs: 200 } })
      await server.closed()
      expect({ text, end }).toEqual({ text: 'Yes', end: { kind: 'ended', outcome: 'finished', ...noUsageOrProvider } })
    })
  }

  test('stops with the caller’s signal and keeps the text', async () => {
    await using server = await serve((_, response) => void response.writeHead(200, eventStream).write(events(contentChunk('Yes'))))
    const abortController = new AbortController()
    const { text, end } = await runStream(server, { signal: abortController.signal, onChunk: () => abortController.abort() })
    await server.closed()
    expect({ text, end }).toEqual({ text: 'Yes', end: { kind: 'stopped', ...noUsageOrProvider } })
  })

  for (const [caseName, body, bounds] of [
    ['an event without an end', 'data: '.padEnd(5_000, 'x'), { maxEventBytes: 1_000 }],
    ['too many bytes', `: still here\n\n`.repeat(500), { maxResponseBytes: 5_000 }],
    ['too many characters', events(...Array.from({ length: 300 }, () => contentChunk('word '))), { maxCharacters: 1_000 }],
  ] as const) {
    test(`fails with answer-too-large for ${caseName}`, async () => {
      const { end } = await streamEvents(body, { limits: { ...defaultLimits, ...bounds } })
      expect(end.kind === 'failed' && end.failure.code).toBe('answer-too-large')
    })
  }

  test('keeps prompt and key out of a failure', async () => {
    const prompt = 'What nobody else should ever read, in a prompt of some length.'
    await using server = await serve(({ headers, body }, response) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: `Bad request with ${headers.authorization}: ${body}` } }))
    })
    const { end } = await runStream(server, { request: { messages: [{ role: 'user', content: prompt }] } })
    const reported = JSON.stringify(end)
    expect(reported).toContain('request-refused')
    for (const secret of [testKey.reveal(), prompt, 'nobody else']) expect(reported).not.toContain(secret)
  })

  test('sends images inside the request, before the text of their message only', async () => {
    await using server = await serve(
      (_, response) => void response.writeHead(200, eventStream).end(events(contentChunk('Yes', 'stop'), '[DONE]')),
    )
    const bytes = createPng(3, 2)
    const images = [{ type: 'image/png', bytes: new Uint8Array(bytes) }] as const
    const messages = [
      { role: 'user', content: 'What is this?', images },
      { role: 'assistant', content: 'A tide.' },
      { role: 'user', content: '', images },
    ] as const
    await runStream(server, { request: { messages } })
    const url = `data:image/png;base64,${bytes.toString('base64')}`
    expect(JSON.parse(server.received[0]?.body ?? '').messages).toEqual([
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
})
