// The life of a run: what is saved, sent and published, what is refused, and every way in which it ends.

import { expect, test } from '@playwright/test'
import { failed, succeeded, type Reply } from '../../../../shared/failures.ts'
import type { RunRoute } from '../../../../shared/types/run-records.ts'
import { noOverrides, defaultStyle } from '../../../../shared/style.ts'
import type { Prompt } from '../../../../shared/types/messages.ts'
import type { Server } from '../../../../shared/types/servers.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { events, eventStream, testRunKey, contentChunk, serve, testKey, type RequestHandler } from '../inference/test-server.ts'
import { imagesOmittedNote } from '../../../../electron/runs/chat-messages.ts'
import { createPng } from '../../../support/data/image-fixtures.ts'
import { fakeKey } from '../../../support/data/key-fixtures.ts'
import { createFakeRunHistory, createRunHarness, createRunRequest } from './run-harness.ts'

const respondHello: RequestHandler = (_, response) => {
  response.writeHead(200, { ...eventStream, 'x-inference-provider': 'together' })
  const usage = { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }
  response.end(events(contentChunk('Hel'), contentChunk('lo', 'stop'), usage, '[DONE]'))
}
const streamHelAndWait: RequestHandler = (_, response) => {
  response.writeHead(200, eventStream).write(events(contentChunk('Hel')))
}
const sendHeadersAndWait: RequestHandler = (_, response) => {
  response.writeHead(200, eventStream).flushHeaders()
}

const createServer = (address: string): Server => ({ id: 'home', name: 'Home', address, keyKind: 'none' })
const createContinueRoute = (): RunRoute => ({ task: 'continue', provider: 'hf-inference', target: { kind: 'hugging-face' } })
const createServerRoute = (server: Server): RunRoute => ({
  task: 'chat',
  provider: 'Home',
  target: { kind: 'server', server, name: 'small:1b' },
})

/** A request with these attached texts. */
function createRequestWithTexts(runId: string, text: string, texts: readonly string[], allowSecrets = false): RunRequest {
  const attachments = texts.map((each) => ({ kind: 'text', name: 'Pasted text', text: each }) as const)
  return { ...createRunRequest(runId), prompt: { kind: 'new', id: `prompt of ${runId}`, parentId: null, text, attachments, allowSecrets } }
}

const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 } as const
const imageBytes = { type: 'image/png', bytes: new Uint8Array(createPng(3, 2)) } as const
const createModelsWithVision = (supportsVision: boolean) => ({
  findRoute: (): RunRoute => ({ task: 'chat', provider: null, target: { kind: 'hugging-face' }, supportsVision }),
})
/** A history whose prompts have these attachments; the last one is sent. */
function createHistoryWithAttachments(...attached: readonly Prompt['attachments'][]) {
  const branch = attached.map((attachments, index): Prompt => {
    return { kind: 'prompt', id: `p${index}`, parentId: null, text: `Why ${index}?`, attachments, createdAt: 1 }
  })
  return { ...createFakeRunHistory(), readBranch: () => succeeded(branch), getImage: () => succeeded(imageBytes) }
}

const createFourImages = (prompt: number) => Array.from({ length: 4 }, (_, index) => ({ ...image, id: `${prompt}.${index}` }))

test.describe('runs', () => {
  test('saves the prompt before it reads the key', async () => {
    await using server = await serve(respondHello)
    const order: string[] = []
    const fakeHistory = createFakeRunHistory()
    const history = {
      ...fakeHistory,
      beginRun(start: Parameters<typeof fakeHistory.beginRun>[0]) {
        order.push('saved')
        return fakeHistory.beginRun(start)
      },
    }
    const keys = {
      async getKeyForRun() {
        order.push('key')
        return succeeded(testRunKey)
      },
    }
    const harness = createRunHarness(server, { history, keys })
    expect(harness.runs.start(createRunRequest('a'))).toEqual(succeeded(undefined))
    expect(order).toEqual(['saved'])
    await harness.waitForEnd('a')
    expect(order).toEqual(['saved', 'key'])
  })

  test('does nothing if the prompt cannot be saved', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server)
    harness.history.failWritesWith('history-full-disk')
    expect(harness.runs.start(createRunRequest('a'))).toEqual(failed('history-full-disk'))
    await harness.runs.drain()
    expect([server.received, harness.texts, harness.endedRuns.size]).toEqual([[], [], 0])
  })

  test('fails without a request if earlier messages cannot be read', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server)
    harness.history.failReadsWith('history-damaged')
    harness.runs.start(createRunRequest('a'))
    const { answer } = await harness.waitForEnd('a')
    expect(answer.outcome).toEqual({ kind: 'failed', failure: { code: 'history-damaged' } })
    expect(server.received).toEqual([])
  })

  for (const [secretLocation, asked] of [
    ['the prompt', createRequestWithTexts('a', `What is ${fakeKey} for?`, [])],
    ['the prompt, wrapped over two lines', createRequestWithTexts('a', `What is ${fakeKey.slice(0, 20)}\n${fakeKey.slice(20)} for?`, [])],
    ['an attached text', createRequestWithTexts('a', 'What is this?', ['Once upon a time', `token: ${fakeKey}`])],
  ] as const) {
    test(`refuses a secret in ${secretLocation}, without saving, sending or quoting it`, async () => {
      await using server = await serve(respondHello)
      let isKeyAsked = false
      const keys = {
        async getKeyForRun() {
          isKeyAsked = true
          return succeeded(testRunKey)
        },
      }
      const harness = createRunHarness(server, { keys })
      expect(harness.runs.start(asked)).toEqual({ ok: false, failure: { code: 'secret-in-prompt' } })
      await harness.runs.drain()
      expect([harness.history.started, server.received, harness.texts, harness.errors, isKeyAsked]).toEqual([[], [], [], [], false])
    })
  }

  test('accepts an allowed secret, with the id that was refused before', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server)
    const secret = `What is ${fakeKey} for?`
    expect(harness.runs.start(createRequestWithTexts('a', secret, [])).ok).toBe(false)
    expect(harness.runs.start(createRequestWithTexts('a', secret, [], true))).toEqual(succeeded(undefined))
    await harness.waitForEnd('a')
    expect(server.received).toHaveLength(1)
    expect(server.received[0]?.body).toContain(fakeKey)
  })

  test('regenerates the answer to a prompt with a secret without asking again', async () => {
    await using server = await serve(respondHello)
    const prompt = { kind: 'prompt', id: 'before', parentId: null, text: fakeKey, attachments: [], createdAt: 1 } as const
    const harness = createRunHarness(server, { history: createFakeRunHistory([prompt]) })
    expect(harness.runs.start({ ...createRunRequest('a'), prompt: { kind: 'regenerate', id: 'before' } })).toEqual(succeeded(undefined))
    await harness.waitForEnd('a')
  })

  test('sends and saves style and instructions', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server)
    const setup = { style: { ...defaultStyle, mood: 'precise' }, instructions: 'Answer in rhymes.' } as const
    harness.runs.start({ ...createRunRequest('a'), setup })
    const { answer } = await harness.waitForEnd('a')
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({
      temperature: 0.2,
      messages: [
        { role: 'system', content: 'Answer in rhymes.' },
        { role: 'user', content: 'Why?' },
      ],
    })
    expect([harness.history.started[0]?.setup, answer.style]).toEqual([setup, setup.style])
  })

  test('sends only the prompt in the default style', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    await harness.waitForEnd('a')
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      model: 'maker/model',
      messages: [{ role: 'user', content: 'Why?' }],
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  test('sends the effort only to a model that has sent reasoning', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server)
    const setup = { style: { ...defaultStyle, advanced: { ...noOverrides, effort: 'low' } }, instructions: '' } as const
    for (const model of ['maker/thinking', 'maker/plain']) {
      harness.runs.start({ ...createRunRequest(model), model, setup })
      await harness.waitForEnd(model)
    }
    expect(server.received.map(({ body }) => JSON.parse(body).reasoning_effort)).toEqual(['low', undefined])
  })

  test('sends no instructions to a model that only continues text', async () => {
    await using server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const mapping = { 'hf-inference': { status: 'live', providerId: 'maker/old', task: 'text-generation' } }
      response.end(JSON.stringify({ inferenceProviderMapping: mapping, choices: [{ text: ' a time' }] }))
    })
    const harness = createRunHarness(server, { models: { findRoute: createContinueRoute } })
    harness.runs.start({
      ...createRunRequest('a', 'Once upon'),
      model: 'test/instructed',
      setup: { style: defaultStyle, instructions: 'Rhyme.' },
    })
    await harness.waitForEnd('a')
    expect(JSON.parse(server.received.at(-1)?.body ?? '').prompt).toBe('Once upon')
  })

  test('refuses instructions with a secret, also when regenerating, unless they are allowed', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server)
    const setup = { style: defaultStyle, instructions: `Use ${fakeKey}` }
    const regenerateRequest = { ...createRunRequest('a'), prompt: { kind: 'regenerate', id: 'before' }, setup } as const
    expect(harness.runs.start(regenerateRequest)).toEqual(failed('secret-in-prompt'))
    expect(harness.history.started).toEqual([])
    expect(harness.runs.start({ ...regenerateRequest, allowSecretInstructions: true })).toEqual(succeeded(undefined))
    await harness.waitForEnd('a')
  })

  test('saves and publishes the end of an answer', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    const { answer } = await harness.waitForEnd('a')
    const usage = { inputTokens: 3, outputTokens: 2 }
    expect(answer).toMatchObject({ text: 'Hello', reasoning: '', provider: 'together', outcome: { kind: 'finished' }, usage })
    expect(harness.history.results.get('a')).toMatchObject({ text: 'Hello', outcome: { kind: 'finished' }, usage })
  })

  test('publishes a fast answer in batches without losses', async () => {
    const wordChunks = Array.from({ length: 5_000 }, (_, index) => contentChunk(`${index} `))
    await using server = await serve(
      (_, response) => void response.writeHead(200, eventStream).end(events(...wordChunks, contentChunk('.', 'stop'), '[DONE]')),
    )
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    const { answer } = await harness.waitForEnd('a')
    let joinedText = ''
    for (const batch of harness.texts) {
      expect(batch.textOffset).toBe(joinedText.length)
      joinedText += batch.text
    }
    expect(joinedText).toBe(answer.text)
    expect(harness.texts.length).toBeLessThan(wordChunks.length)
  })

  test('saves the partial answer while it streams', async () => {
    await using server = await serve(streamHelAndWait)
    const fakeHistory = createFakeRunHistory()
    const { promise: isSaved, resolve } = Promise.withResolvers<void>()
    const history = {
      ...fakeHistory,
      savePartial(...partialArguments: Parameters<typeof fakeHistory.savePartial>) {
        resolve()
        return fakeHistory.savePartial(...partialArguments)
      },
    }
    const harness = createRunHarness(server, { history })
    harness.runs.start(createRunRequest('a'))
    await isSaved
    expect(fakeHistory.partials).toEqual([{ text: 'Hel', reasoning: '' }])
    await harness.runs.drain()
  })

  for (const [phase, handler] of [
    ['for the reply', () => {}],
    ['for the first byte', sendHeadersAndWait],
    ['for more text', streamHelAndWait],
  ] satisfies readonly (readonly [string, RequestHandler])[]) {
    test(`stops while it waits ${phase}, and closes the connection`, async () => {
      const requestArrived = Promise.withResolvers<void>()
      await using server = await serve((asked, response) => {
        void handler(asked, response)
        requestArrived.resolve()
      })
      const harness = createRunHarness(server)
      harness.runs.start(createRunRequest('a'))
      await requestArrived.promise
      if (handler === streamHelAndWait) await harness.waitForText((batch) => batch.text === 'Hel')
      harness.runs.stop('a')
      const { answer } = await harness.waitForEnd('a')
      await server.closed()
      expect(answer).toMatchObject({ outcome: { kind: 'stopped' }, text: handler === streamHelAndWait ? 'Hel' : '' })
    })
  }

  test('stops while the keychain waits for the user', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server, { keys: { getKeyForRun: () => new Promise<Reply<typeof testRunKey>>(() => {}) } })
    harness.runs.start(createRunRequest('a'))
    harness.runs.stop('a')
    const { answer } = await harness.waitForEnd('a')
    expect(answer.outcome).toEqual({ kind: 'stopped' })
    expect(server.received).toEqual([])
  })

  test('ends a run that was stopped before its start, without a request', async () => {
    await using server = await serve(respondHello)
    let isKeyAsked = false
    const keys = {
      async getKeyForRun() {
        isKeyAsked = true
        return succeeded(testRunKey)
      },
    }
    const harness = createRunHarness(server, { keys })
    harness.runs.stop('a')
    harness.runs.start(createRunRequest('a'))
    expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'stopped' })
    expect([isKeyAsked, server.received]).toEqual([false, []])
  })

  test('refuses an id that was used before', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    const duplicateStart = harness.runs.start(createRunRequest('a'))
    await harness.waitForEnd('a')
    const laterStart = harness.runs.start(createRunRequest('a'))
    expect([duplicateStart, laterStart].map((reply) => reply.ok || reply.failure.code)).toEqual(['bad-input', 'bad-input'])
    expect(harness.history.started).toHaveLength(1)
  })

  test('fails with the failure of the key store', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server, { keys: { getKeyForRun: async () => failed('keychain-locked') } })
    harness.runs.start(createRunRequest('a'))
    expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'keychain-locked' } })
  })

  test.describe('with a server’s model', () => {
    const failingKeys = { getKeyForRun: () => Promise.reject(new Error('The key of Hugging Face was asked for')) }

    test('sends the model’s name there, and reads no Hugging Face key', async () => {
      await using hub = await serve(respondHello)
      await using server = await serve(respondHello)
      const harness = createRunHarness(hub, {
        keys: failingKeys,
        models: { findRoute: () => createServerRoute(createServer(`${server.origin}/v1`)) },
      })
      harness.runs.start({ ...createRunRequest('a'), model: 'small:1b@home' })
      const { answer } = await harness.waitForEnd('a')
      expect(answer).toMatchObject({ text: 'Hello', model: 'small:1b@home', provider: 'Home', outcome: { kind: 'finished' } })
      expect(server.received.map(({ path, headers, body }) => [path, headers.authorization, JSON.parse(body).model])).toEqual([
        ['/v1/chat/completions', undefined, 'small:1b'],
      ])
      expect(hub.received).toEqual([])
    })

    test('sends the server’s own key', async () => {
      await using server = await serve(respondHello)
      const serverKeys = { getKeyForRun: async () => succeeded({ key: { own: { reveal: () => 'sk-own' } }, name: null }) }
      const harness = createRunHarness(server, {
        keys: failingKeys,
        serverKeys,
        models: { findRoute: () => createServerRoute(createServer(server.origin)) },
      })
      harness.runs.start(createRunRequest('a'))
      await harness.waitForEnd('a')
      expect(server.received[0]?.headers.authorization).toBe('Bearer sk-own')
    })

    test('does not send the Hugging Face key, even if it is passed', async () => {
      await using server = await serve(respondHello)
      const serverKeys = { getKeyForRun: async () => succeeded({ key: { huggingFace: testKey }, name: null }) }
      const harness = createRunHarness(server, {
        keys: failingKeys,
        serverKeys,
        models: { findRoute: () => createServerRoute(createServer(server.origin)) },
      })
      harness.runs.start(createRunRequest('a'))
      expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'address-refused' } })
      expect(server.received).toEqual([])
    })

    test('fails with the keychain’s failure, without a request', async () => {
      await using server = await serve(respondHello)
      const serverKeys = { getKeyForRun: async () => failed('keychain-locked') }
      const harness = createRunHarness(server, {
        keys: failingKeys,
        serverKeys,
        models: { findRoute: () => createServerRoute(createServer(server.origin)) },
      })
      harness.runs.start(createRunRequest('a'))
      expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'keychain-locked' } })
      expect(server.received).toEqual([])
    })

    test('fails without a request if the server was removed, and keeps the prompt', async () => {
      await using hub = await serve(respondHello)
      const models = { findRoute: (): RunRoute => ({ task: 'chat', provider: null, target: { kind: 'removed' } }) }
      const harness = createRunHarness(hub, { models })
      harness.runs.start({ ...createRunRequest('a'), model: 'small:1b@home' })
      expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'server-removed' } })
      expect([hub.received.length, harness.history.started.length]).toEqual([0, 1])
    })
  })

  test('publishes an end that cannot be saved, with its text and the reason', async () => {
    await using server = await serve(streamHelAndWait)
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    await harness.waitForText((batch) => batch.text === 'Hel')
    harness.history.failWritesWith('history-full-disk')
    harness.runs.stop('a')
    const { conversation, answer } = await harness.waitForEnd('a')
    expect(conversation?.title).toBe('As it is saved')
    expect(answer).toMatchObject({ text: 'Hel', outcome: { kind: 'failed', failure: { code: 'history-full-disk' } } })
  })

  test('keeps two runs at once apart', async () => {
    await using server = await serve(({ body }, response) => {
      const asked = body.includes('First') ? 'one' : 'two'
      response.writeHead(200, eventStream).end(events(contentChunk(asked), contentChunk('', 'stop'), '[DONE]'))
    })
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a', 'First?'))
    harness.runs.start(createRunRequest('b', 'Second?'))
    const answers = await Promise.all([harness.waitForEnd('a'), harness.waitForEnd('b')])
    expect(answers.map(({ answer }) => answer.text)).toEqual(['one', 'two'])
  })

  test('gives a window that opens later the text so far', async () => {
    await using server = await serve(streamHelAndWait)
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    await harness.waitForText((batch) => batch.text === 'Hel')
    expect(harness.runs.live('a')).toMatchObject({
      output: { textOffset: 0, text: 'Hel', reasoningOffset: 0, reasoning: '' },
      progress: { runId: 'a', phase: { kind: 'answering' }, provider: null },
    })
    harness.runs.stop('a')
    await harness.runs.drain()
    expect(harness.runs.live('a')).toBeNull()
  })

  test('saves running answers as interrupted on quit, and starts nothing new', async () => {
    await using server = await serve(streamHelAndWait)
    const harness = createRunHarness(server)
    harness.runs.start(createRunRequest('a'))
    await harness.waitForText((batch) => batch.text === 'Hel')
    await harness.runs.drain()
    expect(harness.history.results.get('a')).toMatchObject({ text: 'Hel', outcome: { kind: 'interrupted' } })
    expect(harness.runs.start(createRunRequest('b')).ok).toBe(false)
  })

  test('logs an unexpected error once and fails with internal', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server, { keys: { getKeyForRun: () => Promise.reject(new Error('a bug')) } })
    harness.runs.start(createRunRequest('a'))
    expect((await harness.waitForEnd('a')).answer.outcome).toMatchObject({ kind: 'failed', failure: { code: 'internal' } })
    expect(harness.errors).toHaveLength(1)
  })

  test('reads images when they are sent, and sends none to a model without vision', async () => {
    await using server = await serve(respondHello)
    const harness = createRunHarness(server, { history: createHistoryWithAttachments([image], []), models: createModelsWithVision(true) })
    harness.runs.start(createRunRequest('a'))
    await harness.waitForEnd('a')
    const textOnlyHarness = createRunHarness(server, {
      history: createHistoryWithAttachments([image], []),
      models: createModelsWithVision(false),
    })
    textOnlyHarness.runs.start(createRunRequest('b'))
    await textOnlyHarness.waitForEnd('b')
    expect(server.received.map(({ body }) => JSON.parse(body).messages)).toEqual([
      [{ role: 'user', content: [expect.objectContaining({ type: 'image_url' }), { type: 'text', text: 'Why 0?\n\nWhy 1?' }] }],
      [{ role: 'user', content: 'Why 0?\n\nWhy 1?' }],
    ])
  })

  test('sends the images of the newest prompts, and a note for those omitted', async () => {
    await using server = await serve(respondHello)
    const readImageIds: string[] = []
    const history = {
      ...createHistoryWithAttachments(createFourImages(0), createFourImages(1), createFourImages(2), createFourImages(3)),
      getImage: (id: string) => {
        readImageIds.push(id)
        return succeeded(imageBytes)
      },
    }
    const harness = createRunHarness(server, { history, models: createModelsWithVision(true) })
    harness.runs.start(createRunRequest('a'))
    await harness.waitForEnd('a')
    expect(readImageIds).toEqual([1, 2, 3].flatMap(createFourImages).map(({ id }) => id))
    const [{ content }] = JSON.parse(server.received[0]?.body ?? '').messages
    expect(content.filter(({ type }: { readonly type: string }) => type === 'image_url')).toHaveLength(12)
    expect(content.at(-1).text).toBe(['Why 0?', imagesOmittedNote, 'Why 1?', 'Why 2?', 'Why 3?'].join('\n\n'))
  })

  test('refuses an image for a model that only continues text, also if its vision is unknown', async () => {
    await using server = await serve(respondHello)
    const models = { findRoute: (): RunRoute => ({ task: 'continue', provider: null, target: { kind: 'hugging-face' } }) }
    const harness = createRunHarness(server, { history: createHistoryWithAttachments([image]), models })
    harness.runs.start(createRunRequest('a'))
    expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'model-cannot-do-this' } })
    expect(server.received).toEqual([])
  })

  test('makes no request for an image without vision, or if it cannot be read', async () => {
    await using server = await serve(respondHello)
    const textOnlyHarness = createRunHarness(server, {
      history: createHistoryWithAttachments([image]),
      models: createModelsWithVision(false),
    })
    textOnlyHarness.runs.start(createRunRequest('a'))
    expect((await textOnlyHarness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'model-cannot-do-this' } })
    const unreadableHistory = { ...createHistoryWithAttachments([image]), getImage: () => failed('history-damaged') }
    const harness = createRunHarness(server, { history: unreadableHistory, models: createModelsWithVision(true) })
    harness.runs.start(createRunRequest('b'))
    expect((await harness.waitForEnd('b')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'history-damaged' } })
    expect(server.received).toEqual([])
  })
})
