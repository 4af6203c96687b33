// Recordings of real traffic: listed, classified, parsed independently of the product, and played back in chunks.

import { expect, test } from '@playwright/test'
import { startHub } from '../../stand-ins/hub/hub.ts'
import { getChatRecordings, getCutOffsets, getErrorRecordings } from '../../support/data/recordings.ts'
import { requestChat, createChatBody } from '../../stand-ins/hub/hub-requests.ts'

test.describe('recordings', () => {
  test('cuts at the same offsets for the same seed', () => {
    const offsets = getCutOffsets(1000, 20, 7)
    expect(getCutOffsets(1000, 20, 7)).toEqual(offsets)
    expect(getCutOffsets(1000, 20, 8)).not.toEqual(offsets)
    expect([offsets.length, Math.min(...offsets) >= 1, Math.max(...offsets) <= 999]).toEqual([20, true, true])
    expect(offsets.toSorted((a, b) => a - b)).toEqual(offsets)
  })

  test('cuts a short body after every byte', () => {
    expect(getCutOffsets(4, 20, 1)).toEqual([1, 2, 3])
  })

  test('parses every streamed chat and nothing else', () => {
    const chats = getChatRecordings()
    test.skip(chats === null, 'no recordings on this machine')
    const findExpected = (name: string): unknown => chats?.find(({ recording }) => recording.name === name)?.expected

    expect(chats).toHaveLength(40)
    // Four that were checked by hand.
    expect(findExpected('router-chat 7')).toEqual({
      text: 'Hello!',
      reasoning: '',
      usage: { inputTokens: 20, outputTokens: 3 },
      finish: 'stop',
      callsTools: false,
    })
    expect(findExpected('router-chat 27')).toEqual({ text: '', reasoning: '', usage: null, finish: null, callsTools: false })
    expect(findExpected('pydantic-ai-router 38')).toEqual({
      text: 'Paris',
      reasoning: '',
      usage: { inputTokens: 40, outputTokens: 2 },
      finish: 'stop',
      callsTools: false,
    })
    expect(findExpected('pydantic-ai-router 11')).toEqual({
      text: expect.stringMatching(/^[^<\s].*🌟$/su),
      reasoning: expect.stringMatching(/^Okay/),
      usage: { inputTokens: 10, outputTokens: 955 },
      finish: 'stop',
      callsTools: false,
    })
  })

  test('maps every recorded error to a failure code', () => {
    const errors = getErrorRecordings()
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

  test('plays a recording on the hub in many chunks', async () => {
    const chats = getChatRecordings()
    test.skip(chats === null, 'no recordings on this machine')
    const chatRecording = chats?.find(({ recording }) => recording.name === 'router-chat 29')
    if (chatRecording === undefined) throw new Error('The recording is missing')
    await using hub = await startHub()

    hub.setRecording(chatRecording.recording, { cuts: 20, seed: 11 })
    const reply = await fetch(`${hub.origin}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(createChatBody('Hello')) })
    const chunks: Buffer[] = []
    for await (const chunk of reply.body ?? []) chunks.push(Buffer.from(chunk))
    expect(Buffer.concat(chunks).toString()).toBe(chatRecording.recording.body)
    expect(chunks.length).toBeGreaterThan(10)
    expect([reply.headers.get('x-inference-provider'), reply.headers.get('content-type')]).toEqual(['novita', 'text/event-stream'])

    hub.setRecording(null)
    expect((await requestChat(hub, 'Hello', {}, hub.keys.rejected)).status).toBe(401)
  })

  test('plays an error on the hub with its status', async () => {
    const chatRecording = getErrorRecordings()?.find(({ expected }) => expected === 'credits-used-up')
    test.skip(chatRecording === undefined, 'no recordings on this machine')
    await using hub = await startHub()
    hub.setRecording(chatRecording?.recording ?? null)
    const { status, raw } = await requestChat(hub, 'Hello')
    expect([status, raw]).toEqual([402, chatRecording?.recording.body])
  })
})
