// IPC calls in the built app from places that may not make them.

import { calls, channels, keyCalls } from '../../../shared/contract.ts'
import { expect, type RestartableApp, test } from '../../fixtures.ts'
import { createCodec } from '../../stand-ins/electron/clone.ts'
import { callMain } from '../../support/page/call-main.ts'
import { invokeRawIpc } from '../../support/page/raw-ipc.ts'
import { getProofTarget, recordProof } from '../../support/proof.ts'
import { waitUntil } from '../../support/wait-until.ts'

const decode = createCodec().decode
const refused = { ok: false, failure: { code: 'bad-input', detail: 'The sender may not make this call.' } }
const names = Object.keys(calls)
const key = { key: 'hf_0123456789012345678901234567890123', storage: 'session' }

/** All replies on a channel to a window at an address. */
async function listReplies(app: RestartableApp, channel: string, address: string): Promise<readonly unknown[]> {
  const messages = await app.recordedIpc()
  return messages
    .filter((message) => message.kind === 'reply' && message.channel === channel && message.windowUrl === address)
    .map(({ text }) => decode(text))
}

test.describe('IPC', () => {
  test.use({ setup: { key: 'none', launch: { recordIpc: true } } })

  test('[row 21] refuses the calls of the other window', async ({ chat, app, keyWindow }) => {
    test.skip(!app.isStandIn, "Electron's preload world cannot be reached from a test.")
    for (const name of names)
      expect(await invokeRawIpc(keyWindow.page, { channel: channels.chatCalls, args: [name, undefined] })).toBe(true)
    const keyNames = Object.keys(keyCalls)
    for (const name of keyNames) await invokeRawIpc(chat.page, { channel: channels.keyCalls, args: [name, key] })
    const keyWindowReplies = await waitUntil('every call to be answered', async () => {
      const replies = await listReplies(app, channels.chatCalls, 'app://parley/key.html')
      return replies.length === names.length ? replies : null
    })
    const chatWindowReplies = await waitUntil('the calls to be answered', async () => {
      const replies = await listReplies(app, channels.keyCalls, 'app://parley/index.html')
      return replies.length === keyNames.length ? replies : null
    })
    expect([...keyWindowReplies, ...chatWindowReplies]).toEqual([...names, ...keyNames].map(() => refused))
    // Control: a window's own call succeeds the same way.
    await invokeRawIpc(chat.page, { channel: channels.chatCalls, args: ['key.status', undefined] })
    expect(await callMain(chat.page, 'key.status', undefined)).toMatchObject({ ok: true })
    expect((await listReplies(app, channels.chatCalls, 'app://parley/index.html')).slice(-2)).toMatchObject([{ ok: true }, { ok: true }])
    recordProof({ figure: '0 accepted from the other window', cases: names.length + keyNames.length, where: ['stand-in'] })
  })

  test('[row 21] does not exist in a subframe', async ({ chat, app, keyWindow }) => {
    test.skip(!app.isStandIn, "Electron's preload world cannot be reached from a test.")
    const marker = 'from a subframe'
    for (const page of [chat.page, keyWindow.page]) {
      await page.evaluate(() => document.body.append(document.createElement('iframe')))
      for (const name of [...names, ...Object.keys(keyCalls)]) {
        for (const channel of Object.values(channels)) await invokeRawIpc(page, { channel, args: [name, undefined, marker] }, 'subframe')
      }
      await page.evaluate(() => document.querySelector('iframe')?.remove())
    }
    // Once this call is answered, everything sent before has arrived and is recorded.
    await invokeRawIpc(chat.page, { channel: channels.chatCalls, args: ['key.status', undefined, 'from the page'] })
    await callMain(chat.page, 'key.status', undefined)
    const texts = (await app.recordedIpc()).map(({ text }) => text)
    expect(texts.some((text) => text.includes('from the page'))).toBe(true)
    expect(texts.filter((text) => text.includes(marker))).toEqual([])
    recordProof({ figure: '0 accepted from a subframe', cases: (names.length + 1) * 3 * 2, where: ['stand-in'] })
  })

  test('[row 21] refuses a window at any other address', async ({ chat, app }) => {
    const replies: unknown[] = []
    for (const address of ['/other.html', '/index.html?x', '/index.html#x']) {
      await chat.page.evaluate((path) => history.pushState(null, '', path), address)
      for (const name of names) replies.push(await callMain(chat.page, name, undefined))
      await chat.page.evaluate(() => history.pushState(null, '', '/index.html'))
    }
    expect(replies).toEqual(replies.map(() => refused))
    expect(await callMain(chat.page, 'key.status', undefined)).toMatchObject({ ok: true })
    recordProof({ figure: '0 accepted at other addresses', cases: replies.length, where: [getProofTarget(app)] })
  })

  test('[row 21] refuses unknown calls and malformed input', async ({ chat, app }) => {
    test.skip(!app.isStandIn, "Electron's preload world cannot be reached from a test.")
    const unknownNames = [
      '',
      'toString',
      '__proto__',
      'constructor',
      'key.save',
      'app.getStartView ',
      'APP.GETSTARTVIEW',
      7,
      null,
      {},
      ['app.getStartView'],
    ]
    const before = (await listReplies(app, channels.chatCalls, 'app://parley/index.html')).length
    for (const name of unknownNames) await invokeRawIpc(chat.page, { channel: channels.chatCalls, args: [name, undefined] })
    for (const name of names) await invokeRawIpc(chat.page, { channel: channels.chatCalls, args: [name, { unexpected: 'field' }] })
    const replies = await waitUntil('every call to be answered', async () => {
      const all = (await listReplies(app, channels.chatCalls, 'app://parley/index.html')).slice(before)
      return all.length >= unknownNames.length + names.length ? all : null
    })
    expect(replies).toMatchObject(replies.map(() => ({ ok: false, failure: { code: 'bad-input' } })))
    expect(await callMain(chat.page, 'app.getStartView', undefined)).toMatchObject({ ok: true })
    recordProof({ figure: '0 malformed accepted, 0 crashes', cases: replies.length, where: ['stand-in'] })
  })
})
