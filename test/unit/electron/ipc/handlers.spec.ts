// The decisions of the call handlers: applying settings, purging later, and closing the key window.

import { EventEmitter } from 'node:events'
import { mock } from 'node:test'
import { expect, test } from '@playwright/test'
import { createChatHandlers } from '../../../../electron/ipc/chat-handlers.ts'
import { createKeyHandlers } from '../../../../electron/ipc/key-handlers.ts'
import type { Parts } from '../../../../electron/parts.ts'
import { failed, succeeded, type Reply } from '../../../../shared/failures.ts'
import { defaultSettings, type Settings } from '../../../../shared/settings.ts'
import type { KeyPurpose } from '../../../../shared/types/keys.ts'

const noop = (): void => {}
const readNothing = (): never => {
  throw new Error('No test reads the settings')
}

/** Parts of which only the given ones exist: a handler that uses another one fails. */
function createTestParts(given: object): Promise<Parts> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each test gives what its handler uses
  return Promise.resolve(given as Parts)
}

function createTestChatHandlers(given: object, overrides: Partial<Parameters<typeof createChatHandlers>[0]> = {}) {
  return createChatHandlers({
    parts: createTestParts(given),
    settings: { read: readNothing, update: () => succeeded(undefined) },
    windows: { closeChat: noop, showKey: noop },
    getAppInfo: () => ({ systemLanguage: 'en', connectedTo: null, version: '1.0.0' }),
    onSettingsChanged: noop,
    now: () => 100_000,
    ...overrides,
  })
}

test.describe('settings.save', () => {
  const changed: Settings = { ...defaultSettings, appearance: 'dark' }

  test('applies the settings and returns them', async () => {
    const applied: Settings[] = []
    const handlers = createTestChatHandlers({}, { onSettingsChanged: (settings) => applied.push(settings) })
    expect(await handlers['settings.save'](changed)).toEqual(succeeded(changed))
    expect(applied).toEqual([changed])
  })

  test('applies settings that could not be saved, and fails', async () => {
    const applied: Settings[] = []
    const failure: Reply<void> = failed('history-full-disk', 'ENOSPC')
    const handlers = createTestChatHandlers(
      {},
      {
        settings: { read: readNothing, update: () => failure },
        onSettingsChanged: (settings) => applied.push(settings),
      },
    )
    expect(await handlers['settings.save'](changed)).toEqual(failure)
    expect(applied).toEqual([changed])
  })
})

test.describe('history.delete', () => {
  test('stops the runs, and purges when the deletion can no longer be undone', async () => {
    const steps: string[] = []
    const history = { delete: (id: string) => (steps.push(`delete ${id}`), succeeded(undefined)) }
    const runs = { stopInConversation: (id: string) => steps.push(`stop ${id}`) }
    const archive = {
      withHistory: async (work: (...args: readonly unknown[]) => unknown) => work(history, runs),
      purge: async (deletedBefore: number) => void steps.push(`purge before ${deletedBefore}`),
    }
    let runTimer: () => void = noop
    const setTimer = mock.method(globalThis, 'setTimeout', (callback: () => void, delayMs: number) => {
      steps.push(`wait ${delayMs}`)
      runTimer = callback
      return { unref: noop }
    })
    try {
      const reply = createTestChatHandlers({ archive })['history.delete']({ conversationId: 'a' })
      expect(await reply).toEqual(succeeded(undefined))
    } finally {
      setTimer.mock.restore()
    }
    expect(steps).toEqual(['stop a', 'wait 16000', 'delete a'])
    runTimer()
    await new Promise((resolve) => setImmediate(resolve))
    expect(steps.at(-1)).toBe('purge before 85000')
  })
})

class KeyWindow extends EventEmitter {
  isClosed = false
  destroy(): void {
    this.isClosed = true
    this.emit('closed')
  }
}

type SaveKey = Parts['keys']['save']

function createTestKeyHandlers(keyWindow: KeyWindow, save: SaveKey) {
  return createKeyHandlers({
    parts: createTestParts({ keys: { save } }),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- has what the handler uses of a window
    windows: { key: () => keyWindow as never, keyPurpose: (): KeyPurpose => ({ kind: 'new' }) },
  })
}

test.describe('key.save', () => {
  const request = { key: 'hf_x', storage: 'keychain' } as const

  test('closes the key window after the reply has left', async () => {
    const keyWindow = new KeyWindow()
    const handlers = createTestKeyHandlers(keyWindow, async () => succeeded(undefined))
    expect([await handlers['key.save'](request), keyWindow.isClosed]).toEqual([succeeded(undefined), false])
    await new Promise((resolve) => setImmediate(resolve))
    expect(keyWindow.isClosed).toBe(true)
  })

  test('keeps the key window open after a failure', async () => {
    const keyWindow = new KeyWindow()
    await createTestKeyHandlers(keyWindow, async () => failed('key-rejected'))['key.save'](request)
    await new Promise((resolve) => setImmediate(resolve))
    expect(keyWindow.isClosed).toBe(false)
  })

  test('closes the key window when the keychain saves the key late', async () => {
    const keyWindow = new KeyWindow()
    await createTestKeyHandlers(keyWindow, async (_request, _purpose, options) => {
      options?.onSavedLate()
      return failed('keychain-waiting')
    })['key.save'](request)
    expect(keyWindow.isClosed).toBe(true)
  })

  test('is cancelled when the key window closes', async () => {
    const keyWindow = new KeyWindow()
    const signals: unknown[] = []
    await createTestKeyHandlers(keyWindow, async (_request, _purpose, options) => {
      signals.push(options?.signal.aborted)
      keyWindow.destroy()
      signals.push(options?.signal.aborted)
      return failed('internal')
    })['key.save'](request)
    expect(signals).toEqual([false, true])
  })
})
