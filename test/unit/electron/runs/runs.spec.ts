import { expect, test } from '@playwright/test'
import { failed, succeeded, type Reply } from '../../../../shared/errors.ts'
import type { RunRoute } from '../../../../shared/run-parts.ts'
import { asTheStyleSays, usualStyle } from '../../../../shared/style.ts'
import type { Prompt } from '../../../../shared/types/conversations.ts'
import type { Server } from '../../../../shared/types/models.ts'
import type { RunRequest } from '../../../../shared/types/runs.ts'
import { events, eventStream, lentKey, said, serve, testKey, type Answering } from '../inference/replying.ts'
import { notSentAnyMore } from '../../../../electron/runs/turns.ts'
import { madePng } from '../../../support/data/made-images.ts'
import { madeKey } from '../../../support/data/made-keys.ts'
import { createRemembered, createStage, request } from './remembering.ts'

const saysHello: Answering = (_, response) => {
  response.writeHead(200, { ...eventStream, 'x-inference-provider': 'together' })
  const usage = { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }
  response.end(events(said('Hel'), said('lo', 'stop'), usage, '[DONE]'))
}
const saysHelAndWaits: Answering = (_, response) => {
  response.writeHead(200, eventStream).write(events(said('Hel')))
}
const sendsHeadersAndWaits: Answering = (_, response) => {
  response.writeHead(200, eventStream).flushHeaders()
}

const at = (address: string): Server => ({ id: 'home', name: 'Home', address, keyKind: 'none' })
const continues = (): RunRoute => ({ task: 'continue', provider: 'hf-inference', place: { kind: 'hugging-face' } })
const found = (server: Server): RunRoute => ({ task: 'chat', provider: 'Home', place: { kind: 'server', server, name: 'small:1b' } })

test('saves the prompt before it asks for the key', async () => {
  await using server = await serve(saysHello)
  const order: string[] = []
  const remembered = createRemembered()
  const history = {
    ...remembered,
    beginRun(start: Parameters<typeof remembered.beginRun>[0]) {
      order.push('saved')
      return remembered.beginRun(start)
    },
  }
  const keys = {
    async forRun() {
      order.push('key')
      return succeeded(lentKey)
    },
  }
  const stage = createStage(server, { history, keys })
  expect(stage.runs.start(request('a'))).toEqual(succeeded(undefined))
  expect(order).toEqual(['saved'])
  await stage.ended('a')
  expect(order).toEqual(['saved', 'key'])
})

test('does nothing when the prompt cannot be saved', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server)
  stage.history.breakWith('history-full-disk')
  expect(stage.runs.start(request('a'))).toEqual(failed('history-full-disk'))
  await stage.runs.drain()
  expect([server.asked, stage.texts, stage.told.size]).toEqual([[], [], 0])
})

test('says so, and asks nobody, when what was said before cannot be read', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server)
  stage.history.unreadableWith('history-damaged')
  stage.runs.start(request('a'))
  const { answer } = await stage.ended('a')
  expect(answer.outcome).toEqual({ kind: 'failed', failure: { code: 'history-damaged' } })
  expect(server.asked).toEqual([])
})

/** What asks for a run with these texts that go along. */
function along(runId: string, text: string, texts: readonly string[], sendsSecrets = false): RunRequest {
  const attachments = texts.map((each) => ({ kind: 'text', name: 'Pasted text', text: each }) as const)
  return { ...request(runId), prompt: { kind: 'new', id: `prompt of ${runId}`, parentId: null, text, attachments, sendsSecrets } }
}

for (const [where, asked] of [
  ['the prompt', along('a', `What is ${madeKey} for?`, [])],
  ['the prompt, wrapped over two lines', along('a', `What is ${madeKey.slice(0, 20)}\n${madeKey.slice(20)} for?`, [])],
  ['a text that goes along', along('a', 'What is this?', ['Once upon a time', `token: ${madeKey}`])],
] as const) {
  test(`refuses a secret in ${where} before anything is saved or sent, and does not repeat it`, async () => {
    await using server = await serve(saysHello)
    let isKeyAsked = false
    const keys = {
      async forRun() {
        isKeyAsked = true
        return succeeded(lentKey)
      },
    }
    const stage = createStage(server, { keys })
    expect(stage.runs.start(asked)).toEqual({ ok: false, failure: { code: 'secret-in-prompt' } })
    await stage.runs.drain()
    expect([stage.history.started, server.asked, stage.texts, stage.errors, isKeyAsked]).toEqual([[], [], [], [], false])
  })
}

test('takes a secret that is sent all the same, by the id that was refused before', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server)
  const secret = `What is ${madeKey} for?`
  expect(stage.runs.start(along('a', secret, [])).ok).toBe(false)
  expect(stage.runs.start(along('a', secret, [], true))).toEqual(succeeded(undefined))
  await stage.ended('a')
  expect(server.asked).toHaveLength(1)
  expect(server.asked[0]?.body).toContain(madeKey)
})

test('asks a prompt again without a question about the secret in it', async () => {
  await using server = await serve(saysHello)
  const prompt = { kind: 'prompt', id: 'before', parentId: null, text: madeKey, attachments: [], createdAt: 1 } as const
  const stage = createStage(server, { history: createRemembered([prompt]) })
  expect(stage.runs.start({ ...request('a'), prompt: { kind: 'again', id: 'before' } })).toEqual(succeeded(undefined))
  await stage.ended('a')
})

test('sends the settings of the style and the instructions, and keeps both', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server)
  const setup = { style: { ...usualStyle, mood: 'precise' }, instructions: 'Answer in rhymes.' } as const
  stage.runs.start({ ...request('a'), setup })
  const { answer } = await stage.ended('a')
  expect(JSON.parse(server.asked[0]?.body ?? '')).toMatchObject({
    temperature: 0.2,
    messages: [
      { role: 'system', content: 'Answer in rhymes.' },
      { role: 'user', content: 'Why?' },
    ],
  })
  expect([stage.history.started[0]?.setup, answer.style]).toEqual([setup, setup.style])
})

test('sends nothing beside the prompt in the usual style', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server)
  stage.runs.start(request('a'))
  await stage.ended('a')
  expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({
    model: 'maker/model',
    messages: [{ role: 'user', content: 'Why?' }],
    stream: true,
    stream_options: { include_usage: true },
  })
})

test('tells the effort only to a model that has been seen to think', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server)
  const setup = { style: { ...usualStyle, advanced: { ...asTheStyleSays, effort: 'low' } }, instructions: '' } as const
  for (const model of ['maker/thinking', 'maker/plain']) {
    stage.runs.start({ ...request(model), model, setup })
    await stage.ended(model)
  }
  expect(server.asked.map(({ body }) => JSON.parse(body).reasoning_effort)).toEqual(['low', undefined])
})

test('sends no instructions to a model that only continues text', async () => {
  await using server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const mapping = { 'hf-inference': { status: 'live', providerId: 'maker/old', task: 'text-generation' } }
    response.end(JSON.stringify({ inferenceProviderMapping: mapping, choices: [{ text: ' a time' }] }))
  })
  const stage = createStage(server, { models: { find: continues } })
  stage.runs.start({ ...request('a', 'Once upon'), model: 'test/instructed', setup: { style: usualStyle, instructions: 'Rhyme.' } })
  await stage.ended('a')
  expect(JSON.parse(server.asked.at(-1)?.body ?? '').prompt).toBe('Once upon')
})

test('starts nothing whose instructions hold a secret, also for a prompt that is asked again, unless it is told that they may', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server)
  const setup = { style: usualStyle, instructions: `Use ${madeKey}` }
  const again = { ...request('a'), prompt: { kind: 'again', id: 'before' }, setup } as const
  expect(stage.runs.start(again)).toEqual(failed('secret-in-prompt'))
  expect(stage.history.started).toEqual([])
  expect(stage.runs.start({ ...again, sendsSecretInstructions: true })).toEqual(succeeded(undefined))
  await stage.ended('a')
})

test('saves and tells the end of an answer', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server)
  stage.runs.start(request('a'))
  const { answer } = await stage.ended('a')
  const usage = { inputTokens: 3, outputTokens: 2 }
  expect(answer).toMatchObject({ text: 'Hello', reasoning: '', provider: 'together', outcome: { kind: 'finished' }, usage })
  expect(stage.history.results.get('a')).toMatchObject({ text: 'Hello', outcome: { kind: 'finished' }, usage })
})

test('tells a fast answer in few batches that lose nothing', async () => {
  const words = Array.from({ length: 5_000 }, (_, index) => said(`${index} `))
  await using server = await serve(
    (_, response) => void response.writeHead(200, eventStream).end(events(...words, said('.', 'stop'), '[DONE]')),
  )
  const stage = createStage(server)
  stage.runs.start(request('a'))
  const { answer } = await stage.ended('a')
  let joined = ''
  for (const batch of stage.texts) {
    expect(batch.textOffset).toBe(joined.length)
    joined += batch.text
  }
  expect(joined).toBe(answer.text)
  expect(stage.texts.length).toBeLessThan(200)
})

test('saves the partial answer within half a second', async () => {
  await using server = await serve(saysHelAndWaits)
  const remembered = createRemembered()
  const { promise: savedAt, resolve } = Promise.withResolvers<number>()
  const history = {
    ...remembered,
    savePartial(...partial: Parameters<typeof remembered.savePartial>) {
      resolve(performance.now())
      return remembered.savePartial(...partial)
    },
  }
  const stage = createStage(server, { history })
  stage.runs.start(request('a'))
  await stage.heard(() => true)
  const heardAt = performance.now()
  expect((await savedAt) - heardAt).toBeLessThanOrEqual(500)
  expect(remembered.partials).toEqual([{ text: 'Hel', reasoning: '' }])
  await stage.runs.drain()
})

for (const [phase, answering] of [
  ['for the reply', () => {}],
  ['for the first byte', sendsHeadersAndWaits],
  ['for more text', saysHelAndWaits],
] satisfies readonly (readonly [string, Answering])[]) {
  test(`stops while it waits ${phase}, and closes the connection`, async () => {
    const arrived = Promise.withResolvers<void>()
    await using server = await serve((asked, response) => {
      void answering(asked, response)
      arrived.resolve()
    })
    const stage = createStage(server)
    stage.runs.start(request('a'))
    await arrived.promise
    if (answering === saysHelAndWaits) await stage.heard((batch) => batch.text === 'Hel')
    const begin = performance.now()
    stage.runs.stop('a')
    const { answer } = await stage.ended('a')
    await server.closed()
    expect(performance.now() - begin).toBeLessThan(200)
    expect(answer).toMatchObject({ outcome: { kind: 'stopped' }, text: answering === saysHelAndWaits ? 'Hel' : '' })
  })
}

test('stops while the keychain waits for its user', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server, { keys: { forRun: () => new Promise<Reply<typeof lentKey>>(() => {}) } })
  stage.runs.start(request('a'))
  const begin = performance.now()
  stage.runs.stop('a')
  const { answer } = await stage.ended('a')
  expect(performance.now() - begin).toBeLessThan(200)
  expect(answer.outcome).toEqual({ kind: 'stopped' })
  expect(server.asked).toEqual([])
})

test('a run that was stopped before it arrived ends as soon as it does, asking nobody', async () => {
  await using server = await serve(saysHello)
  let isKeyAsked = false
  const keys = {
    async forRun() {
      isKeyAsked = true
      return succeeded(lentKey)
    },
  }
  const stage = createStage(server, { keys })
  stage.runs.stop('a')
  stage.runs.start(request('a'))
  expect((await stage.ended('a')).answer.outcome).toEqual({ kind: 'stopped' })
  expect([isKeyAsked, server.asked]).toEqual([false, []])
})

test('refuses an id that has been used', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server)
  stage.runs.start(request('a'))
  const whileRunning = stage.runs.start(request('a'))
  await stage.ended('a')
  const afterwards = stage.runs.start(request('a'))
  expect([whileRunning, afterwards].map((reply) => reply.ok || reply.failure.code)).toEqual(['bad-input', 'bad-input'])
  expect(stage.history.started).toHaveLength(1)
})

test('ends with what the key store says', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server, { keys: { forRun: async () => failed('keychain-locked') } })
  stage.runs.start(request('a'))
  expect((await stage.ended('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'keychain-locked' } })
})

test.describe('with a model of a server', () => {
  const noKey = { forRun: () => Promise.reject(new Error('The key of Hugging Face was asked for')) }

  test('asks the server, by the name of the model there, and for no key of Hugging Face', async () => {
    await using hub = await serve(saysHello)
    await using server = await serve(saysHello)
    const stage = createStage(hub, { keys: noKey, models: { find: () => found(at(`${server.origin}/v1`)) } })
    stage.runs.start({ ...request('a'), model: 'small:1b@home' })
    const { answer } = await stage.ended('a')
    expect(answer).toMatchObject({ text: 'Hello', model: 'small:1b@home', provider: 'Home', outcome: { kind: 'finished' } })
    expect(server.asked.map(({ path, headers, body }) => [path, headers.authorization, JSON.parse(body).model])).toEqual([
      ['/v1/chat/completions', undefined, 'small:1b'],
    ])
    expect(hub.asked).toEqual([])
  })

  test('sends the server’s own key along', async () => {
    await using server = await serve(saysHello)
    const serverKeys = { forRun: async () => succeeded({ key: { own: { reveal: () => 'sk-own' } }, name: null }) }
    const stage = createStage(server, { keys: noKey, serverKeys, models: { find: () => found(at(server.origin)) } })
    stage.runs.start(request('a'))
    await stage.ended('a')
    expect(server.asked[0]?.headers.authorization).toBe('Bearer sk-own')
  })

  test('does not send the key of Hugging Face, though somebody hands it over', async () => {
    await using server = await serve(saysHello)
    const serverKeys = { forRun: async () => succeeded({ key: { huggingFace: testKey }, name: null }) }
    const stage = createStage(server, { keys: noKey, serverKeys, models: { find: () => found(at(server.origin)) } })
    stage.runs.start(request('a'))
    expect((await stage.ended('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'address-refused' } })
    expect(server.asked).toEqual([])
  })

  test('ends with what the keychain says of the server’s key, asking nobody', async () => {
    await using server = await serve(saysHello)
    const serverKeys = { forRun: async () => failed('keychain-locked') }
    const stage = createStage(server, { keys: noKey, serverKeys, models: { find: () => found(at(server.origin)) } })
    stage.runs.start(request('a'))
    expect((await stage.ended('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'keychain-locked' } })
    expect(server.asked).toEqual([])
  })

  test('whose server was removed asks nobody in its place, and keeps the prompt', async () => {
    await using hub = await serve(saysHello)
    const models = { find: (): RunRoute => ({ task: 'chat', provider: null, place: { kind: 'removed' } }) }
    const stage = createStage(hub, { models })
    stage.runs.start({ ...request('a'), model: 'small:1b@home' })
    expect((await stage.ended('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'server-removed' } })
    expect([hub.asked.length, stage.history.started.length]).toEqual([0, 1])
  })
})

test('an end that cannot be saved is told all the same, with its text and why', async () => {
  await using server = await serve(saysHelAndWaits)
  const stage = createStage(server)
  stage.runs.start(request('a'))
  await stage.heard((batch) => batch.text === 'Hel')
  stage.history.breakWith('history-full-disk')
  stage.runs.stop('a')
  const { conversation, answer } = await stage.ended('a')
  expect(conversation?.title).toBe('As it is saved')
  expect(answer).toMatchObject({ text: 'Hel', outcome: { kind: 'failed', failure: { code: 'history-full-disk' } } })
})

test('two runs at once do not mix', async () => {
  await using server = await serve(({ body }, response) => {
    const asked = body.includes('First') ? 'one' : 'two'
    response.writeHead(200, eventStream).end(events(said(asked), said('', 'stop'), '[DONE]'))
  })
  const stage = createStage(server)
  stage.runs.start(request('a', 'First?'))
  stage.runs.start(request('b', 'Second?'))
  const answers = await Promise.all([stage.ended('a'), stage.ended('b')])
  expect(answers.map(({ answer }) => answer.text)).toEqual(['one', 'two'])
})

test('tells a window that comes later what a run has said so far', async () => {
  await using server = await serve(saysHelAndWaits)
  const stage = createStage(server)
  stage.runs.start(request('a'))
  await stage.heard((batch) => batch.text === 'Hel')
  expect(stage.runs.live('a')).toMatchObject({
    said: { textOffset: 0, text: 'Hel', reasoningOffset: 0, reasoning: '' },
    progress: { runId: 'a', phase: { kind: 'answering' }, provider: null },
  })
  stage.runs.stop('a')
  await stage.runs.drain()
  expect(stage.runs.live('a')).toBeNull()
})

test('on quitting, running answers are saved as interrupted and nothing new starts', async () => {
  await using server = await serve(saysHelAndWaits)
  const stage = createStage(server)
  stage.runs.start(request('a'))
  await stage.heard((batch) => batch.text === 'Hel')
  await stage.runs.drain()
  expect(stage.history.results.get('a')).toMatchObject({ text: 'Hel', outcome: { kind: 'interrupted' } })
  expect(stage.runs.start(request('b')).ok).toBe(false)
})

test('what nobody foresaw is logged once and ends the run as internal', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server, { keys: { forRun: () => Promise.reject(new Error('a bug')) } })
  stage.runs.start(request('a'))
  expect((await stage.ended('a')).answer.outcome).toMatchObject({ kind: 'failed', failure: { code: 'internal' } })
  expect(stage.errors).toHaveLength(1)
})

const image = { kind: 'image', id: 'i', name: 'tide.png', type: 'image/png', width: 3, height: 2, size: 9 } as const
const picture = { type: 'image/png', bytes: new Uint8Array(madePng(3, 2)) } as const
const seeingThat = (sees: boolean) => ({ find: (): RunRoute => ({ task: 'chat', provider: null, place: { kind: 'hugging-face' }, sees }) })
/** A history whose prompts go with these attachments, the last of them the one that is asked. */
function withAttached(...attached: readonly Prompt['attachments'][]) {
  const branch = attached.map((attachments, index): Prompt => {
    return { kind: 'prompt', id: `p${index}`, parentId: null, text: `Why ${index}?`, attachments, createdAt: 1 }
  })
  return { ...createRemembered(), branch: () => succeeded(branch), image: () => succeeded(picture) }
}

test('reads a picture when it is sent, and sends none to a model that does not see', async () => {
  await using server = await serve(saysHello)
  const stage = createStage(server, { history: withAttached([image], []), models: seeingThat(true) })
  stage.runs.start(request('a'))
  await stage.ended('a')
  const blind = createStage(server, { history: withAttached([image], []), models: seeingThat(false) })
  blind.runs.start(request('b'))
  await blind.ended('b')
  expect(server.asked.map(({ body }) => JSON.parse(body).messages)).toEqual([
    [{ role: 'user', content: [expect.objectContaining({ type: 'image_url' }), { type: 'text', text: 'Why 0?\n\nWhy 1?' }] }],
    [{ role: 'user', content: 'Why 0?\n\nWhy 1?' }],
  ])
})

const fourOf = (prompt: number) => Array.from({ length: 4 }, (_, index) => ({ ...image, id: `${prompt}.${index}` }))

test('sends the pictures of the newest prompts, reads no others, and tells the model that there were more', async () => {
  await using server = await serve(saysHello)
  const read: string[] = []
  const history = {
    ...withAttached(fourOf(0), fourOf(1), fourOf(2), fourOf(3)),
    image: (id: string) => {
      read.push(id)
      return succeeded(picture)
    },
  }
  const stage = createStage(server, { history, models: seeingThat(true) })
  stage.runs.start(request('a'))
  await stage.ended('a')
  expect(read).toEqual([1, 2, 3].flatMap(fourOf).map(({ id }) => id))
  const [{ content }] = JSON.parse(server.asked[0]?.body ?? '').messages
  expect(content.filter(({ type }: { readonly type: string }) => type === 'image_url')).toHaveLength(12)
  expect(content.at(-1).text).toBe(['Why 0?', notSentAnyMore, 'Why 1?', 'Why 2?', 'Why 3?'].join('\n\n'))
})

test('asks no model about a picture that only continues a text, also where nobody says whether it sees', async () => {
  await using server = await serve(saysHello)
  const models = { find: (): RunRoute => ({ task: 'continue', provider: null, place: { kind: 'hugging-face' } }) }
  const stage = createStage(server, { history: withAttached([image]), models })
  stage.runs.start(request('a'))
  expect((await stage.ended('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'model-cannot-do-this' } })
  expect(server.asked).toEqual([])
})

test('asks nobody about a picture where the model does not see, nor where it cannot be read', async () => {
  await using server = await serve(saysHello)
  const blind = createStage(server, { history: withAttached([image]), models: seeingThat(false) })
  blind.runs.start(request('a'))
  expect((await blind.ended('a')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'model-cannot-do-this' } })
  const unreadable = { ...withAttached([image]), image: () => failed('history-damaged') }
  const stage = createStage(server, { history: unreadable, models: seeingThat(true) })
  stage.runs.start(request('b'))
  expect((await stage.ended('b')).answer.outcome).toEqual({ kind: 'failed', failure: { code: 'history-damaged' } })
  expect(server.asked).toEqual([])
})
