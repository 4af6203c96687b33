// Recordings of real traffic: found, told apart, read by a reader of their own, and served in pieces that still add up.

import { expect, test } from '@playwright/test'
import { startHub } from '../../stand-ins/hub/hub.ts'
import { chatRecordings, cutPlaces, errorRecordings } from '../../support/data/recordings.ts'
import { askChat, chatOf } from '../../stand-ins/hub/asking.ts'

test('the same seed cuts at the same places, another at others', () => {
  const places = cutPlaces(1000, 20, 7)
  expect(cutPlaces(1000, 20, 7)).toEqual(places)
  expect(cutPlaces(1000, 20, 8)).not.toEqual(places)
  expect([places.length, Math.min(...places) >= 1, Math.max(...places) <= 999]).toEqual([20, true, true])
  expect(places.toSorted((a, b) => a - b)).toEqual(places)
})

test('a body shorter than its cuts is cut everywhere', () => {
  expect(cutPlaces(4, 20, 1)).toEqual([1, 2, 3])
})

test('reads every streamed chat, and nothing else', () => {
  const chats = chatRecordings()
  test.skip(chats === null, 'no recordings on this machine')
  const find = (name: string): unknown => chats?.find(({ recording }) => recording.name === name)?.expected

  expect(chats).toHaveLength(40)
  // Four that were read by eye.
  expect(find('router-chat 7')).toEqual({
    text: 'Hello!',
    reasoning: '',
    usage: { inputTokens: 20, outputTokens: 3 },
    finish: 'stop',
    callsTools: false,
  })
  expect(find('router-chat 27')).toEqual({ text: '', reasoning: '', usage: null, finish: null, callsTools: false })
  expect(find('pydantic-ai-router 38')).toEqual({
    text: 'Paris',
    reasoning: '',
    usage: { inputTokens: 40, outputTokens: 2 },
    finish: 'stop',
    callsTools: false,
  })
  expect(find('pydantic-ai-router 11')).toEqual({
    text: expect.stringMatching(/^[^<\s].*🌟$/su),
    reasoning: expect.stringMatching(/^Okay/),
    usage: { inputTokens: 10, outputTokens: 955 },
    finish: 'stop',
    callsTools: false,
  })
})

test('reads every failure as something that a person can be told', () => {
  const errors = errorRecordings()
  test.skip(errors === null, 'no recordings on this machine')
  const codes = new Set(errors?.map(({ expected }) => expected))
  expect(errors).toHaveLength(44)
  expect([...codes].toSorted()).toEqual([
    'credits-used-up',
    'key-rejected',
    'model-cannot-do-this',
    'model-not-found',
    'prompt-too-long',
    'provider-failed',
    'request-refused',
  ])
})

test('the hub plays a recording in many pieces that add up to its bytes', async () => {
  const chats = chatRecordings()
  test.skip(chats === null, 'no recordings on this machine')
  const found = chats?.find(({ recording }) => recording.name === 'router-chat 29')
  if (found === undefined) throw new Error('The recording has gone')
  await using hub = await startHub()

  hub.setRecording(found.recording, { cuts: 20, seed: 11 })
  const reply = await fetch(`${hub.origin}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(chatOf('Hello')) })
  const pieces: Buffer[] = []
  for await (const piece of reply.body ?? []) pieces.push(Buffer.from(piece))
  expect(Buffer.concat(pieces).toString()).toBe(found.recording.body)
  expect(pieces.length).toBeGreaterThan(10)
  expect([reply.headers.get('x-inference-provider'), reply.headers.get('content-type')]).toEqual(['novita', 'text/event-stream'])

  hub.setRecording(null)
  expect((await askChat(hub, 'Hello', {}, hub.keys.rejected)).status).toBe(401)
})

test('the hub plays a failure with its status', async () => {
  const found = errorRecordings()?.find(({ expected }) => expected === 'credits-used-up')
  test.skip(found === undefined, 'no recordings on this machine')
  await using hub = await startHub()
  hub.setRecording(found?.recording ?? null)
  const { status, raw } = await askChat(hub, 'Hello')
  expect([status, raw]).toEqual([402, found?.recording.body])
})
