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

test('saves the prompt before it asks for the key', async () => {
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

test('does nothing when the prompt cannot be saved', async () => {
  await using server = await serve(respondHello)
  const harness = createRunHarness(server)
  harness.history.failWritesWith('history-full-disk')
  expect(harness.runs.start(createRunRequest('a'))).toEqual(failed('history-full-disk'))
  await harness.runs.drain()
  expect([server.received, harness.texts, harness.endedRuns.size]).toEqual([[], [], 0])
})

test('says so, and asks nobody, when what was said before cannot be read', async () => {
  await using server = await serve(respondHello)
  const harness = createRunHarness(server)
  harness.history.failReadsWith('history-damaged')
  harness.runs.start(createRunRequest('a'))
  const { answer } = await harness.waitForEnd('a')
  expect(answer.outcome).toEqual({ kind: 'failed', failure: { code: 'history-damaged' } })
  expect(server.received).toEqual([])
})

/** What asks for a run with these texts that go along. */
function createRequestWithTexts(runId: string, text: string, texts: readonly string[], allowSecrets = false): RunRequest {
  const attachments = texts.map((each) => ({ kind: 'text', name: 'Pasted text', text: each }) as const)
  return { ...createRunRequest(runId), prompt: { kind: 'new', id: `prompt of ${runId}`, parentId: null, text, attachments, allowSecrets } }
}

for (const [secretLocation, asked] of [
  ['the prompt', createRequestWithTexts('a', `What is ${fakeKey} for?`, [])],
  ['the prompt, wrapped over two lines', createRequestWithTexts('a', `What is ${fakeKey.slice(0, 20)}\n${fakeKey.slice(20)} for?`, [])],
  ['a text that goes along', createRequestWithTexts('a', 'What is this?', ['Once upon a time', `token: ${fakeKey}`])],
] as const) {
  test(`refuses a secret in ${secretLocation} before anything is saved or sent, and does not repeat it`, async () => {
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

test('takes a secret that is sent all the same, by the id that was refused before', async () => {
  await using server = await serve(respondHello)
  const harness = createRunHarness(server)
  const secret = `What is ${fakeKey} for?`
  expect(harness.runs.start(createRequestWithTexts('a', secret, [])).ok).toBe(false)
  expect(harness.runs.start(createRequestWithTexts('a', secret, [], true))).toEqual(succeeded(undefined))
  await harness.waitForEnd('a')
  expect(server.received).toHaveLength(1)
  expect(server.received[0]?.body).toContain(fakeKey)
})

test('asks a prompt again without a question about the secret in it', async () => {
  await using server = await serve(respondHello)
  const prompt = { kind: 'prompt', id: 'before', parentId: null, text: fakeKey, attachments: [], createdAt: 1 } as const
  const harness = createRunHarness(server, { history: createFakeRunHistory([prompt]) })
  expect(harness.runs.start({ ...createRunRequest('a'), prompt: { kind: 'regenerate', id: 'before' } })).toEqual(succeeded(undefined))
  await harness.waitForEnd('a')
})

test('sends the settings of the style and the instructions, and keeps both', async () => {
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

test('sends nothing beside the prompt in the usual style', async () => {
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

test('tells the effort only to a model that has been seen to think', async () => {
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

test('starts nothing whose instructions hold a secret, also for a prompt that is asked again, unless it is told that they may', async () => {
  await using server = await serve(respondHello)
  const harness = createRunHarness(server)
  const setup = { style: defaultStyle, instructions: `Use ${fakeKey}` }
  const regenerateRequest = { ...createRunRequest('a'), prompt: { kind: 'regenerate', id: 'before' }, setup } as const
  expect(harness.runs.start(regenerateRequest)).toEqual(failed('secret-in-prompt'))
  expect(harness.history.started).toEqual([])
  expect(harness.runs.start({ ...regenerateRequest, allowSecretInstructions: true })).toEqual(succeeded(undefined))
  await harness.waitForEnd('a')
})

test('saves and tells the end of an answer', async () => {
  await using server = await serve(respondHello)
  const harness = createRunHarness(server)
  harness.runs.start(createRunRequest('a'))
  const { answer } = await harness.waitForEnd('a')
  const usage = { inputTokens: 3, outputTokens: 2 }
  expect(answer).toMatchObject({ text: 'Hello', reasoning: '', provider: 'together', outcome: { kind: 'finished' }, usage })
  expect(harness.history.results.get('a')).toMatchObject({ text: 'Hello', outcome: { kind: 'finished' }, usage })
})

test('tells a fast answer in few batches that lose nothing', async () => {
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
  expect(harness.texts.length).toBeLessThan(200)
})

test('saves the partial answer within half a second', async () => {
  await using server = await serve(streamHelAndWait)
  const fakeHistory = createFakeRunHistory()
  const { promise: savedAt, resolve } = Promise.withResolvers<number>()
  const history = {
    ...fakeHistory,
    savePartial(...partialArguments: Parameters<typeof fakeHistory.savePartial>) {
      resolve(performance.now())
      return fakeHistory.savePartial(...partialArguments)
    },
  }
  const harness = createRunHarness(server, { history })
  harness.runs.start(createRunRequest('a'))
  await harness.waitForText(() => true)
  const receivedAt = performance.now()
  expect((await savedAt) - receivedAt).toBeLessThanOrEqual(500)
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
    const startedAt = performance.now()
    harness.runs.stop('a')
    const { answer } = await harness.waitForEnd('a')
    await server.closed()
    expect(performance.now() - startedAt).toBeLessThan(200)
    expect(answer).toMatchObject({ outcome: { kind: 'stopped' }, text: handler === streamHelAndWait ? 'Hel' : '' })
  })
}

test('stops while the keychain waits for its user', async () => {
  await using server = await serve(respondHello)
  const harness = createRunHarness(server, { keys: { getKeyForRun: () => new Promise<Reply<typeof testRunKey>>(() => {}) } })
  harness.runs.start(createRunRequest('a'))
  const startedAt = performance.now()
  harness.runs.stop('a')
  const { answer } = await harness.waitForEnd('a')
  expect(performance.now() - startedAt).toBeLessThan(200)
  expect(answer.outcome).toEqual({ kind: 'stopped' })
  expect(server.received).toEqual([])
})

test('a run that was stopped before it arrived ends as soon as it does, asking nobody', async () => {
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

test('refuses an id that has been used', async () => {
  await using server = await serve(respondHello)
  const harness = createRunHarness(server)
  harness.runs.start(createRunRequest('a'))
  const duplicateStart = harness.runs.start(createRunRequest('a'))
  await harness.waitForEnd('a')
  const laterStart = harness.runs.start(createRunRequest('a'))
  expect([duplicateStart, laterStart].map((reply) => reply.ok || reply.failure.code)).toEqual(['bad-input', 'bad-input'])
  expect(harness.history.started).toHaveLength(1)
})

test('ends with what the key store says', async () => {
  await using server = await serve(respondHello)
  const harness = createRunHarness(server, { keys: { getKeyForRun: async () => failed('keychain-locked') } })
  harness.runs.start(createRunRequest('a'))
  expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'keychain-locked' } })
})

test.describe('with a model of a server', () => {
  const failingKeys = { getKeyForRun: () => Promise.reject(new Error('The key of Hugging Face was asked for')) }

  test('asks the server, by the name of the model there, and for no key of Hugging Face', async () => {
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

  test('sends the server’s own key along', async () => {
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

  test('does not send the key of Hugging Face, though somebody hands it over', async () => {
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

  test('ends with what the keychain says of the server’s key, asking nobody', async () => {
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

  test('whose server was removed asks nobody in its place, and keeps the prompt', async () => {
    await using hub = await serve(respondHello)
    const models = { findRoute: (): RunRoute => ({ task: 'chat', provider: null, target: { kind: 'removed' } }) }
    const harness = createRunHarness(hub, { models })
    harness.runs.start({ ...createRunRequest('a'), model: 'small:1b@home' })
    expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'server-removed' } })
    expect([hub.received.length, harness.history.started.length]).toEqual([0, 1])
  })
})

test('an end that cannot be saved is told all the same, with its text and why', async () => {
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

test('two runs at once do not mix', async () => {
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

test('tells a window that comes later what a run has said so far', async () => {
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

test('on quitting, running answers are saved as interrupted and nothing new starts', async () => {
  await using server = await serve(streamHelAndWait)
  const harness = createRunHarness(server)
  harness.runs.start(createRunRequest('a'))
  await harness.waitForText((batch) => batch.text === 'Hel')
  await harness.runs.drain()
  expect(harness.history.results.get('a')).toMatchObject({ text: 'Hel', outcome: { kind: 'interrupted' } })
  expect(harness.runs.start(createRunRequest('b')).ok).toBe(false)
})

test('what nobody foresaw is logged once and ends the run as internal', async () => {
  await using server = await serve(respondHello)
  const harness = createRunHarness(server, { keys: { getKeyForRun: () => Promise.reject(new Error('a bug')) } })
  harness.runs.start(createRunRequest('a'))
  expect((await harness.waitForEnd('a')).answer.outcome).toMatchObject({ kind: 'failed', failure: { code: 'internal' } })
  expect(harness.errors).toHaveLength(1)
})

const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 } as const
const imageBytes = { type: 'image/png', bytes: new Uint8Array(createPng(3, 2)) } as const
const createModelsWithVision = (supportsVision: boolean) => ({
  findRoute: (): RunRoute => ({ task: 'chat', provider: null, target: { kind: 'hugging-face' }, supportsVision }),
})
/** A history whose prompts go with these attachments, the last of them the one that is asked. */
function createHistoryWithAttachments(...attached: readonly Prompt['attachments'][]) {
  const branch = attached.map((attachments, index): Prompt => {
    return { kind: 'prompt', id: `p${index}`, parentId: null, text: `Why ${index}?`, attachments, createdAt: 1 }
  })
  return { ...createFakeRunHistory(), readBranch: () => succeeded(branch), getImage: () => succeeded(imageBytes) }
}

test('reads a picture when it is sent, and sends none to a model that does not see', async () => {
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

const createFourImages = (prompt: number) => Array.from({ length: 4 }, (_, index) => ({ ...image, id: `${prompt}.${index}` }))

test('sends the pictures of the newest prompts, reads no others, and tells the model that there were more', async () => {
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

test('asks no model about a picture that only continues a text, also where nobody says whether it sees', async () => {
  await using server = await serve(respondHello)
  const models = { findRoute: (): RunRoute => ({ task: 'continue', provider: null, target: { kind: 'hugging-face' } }) }
  const harness = createRunHarness(server, { history: createHistoryWithAttachments([image]), models })
  harness.runs.start(createRunRequest('a'))
  expect((await harness.waitForEnd('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'model-cannot-do-this' } })
  expect(server.received).toEqual([])
})

test('asks nobody about a picture where the model does not see, nor where it cannot be read', async () => {
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
