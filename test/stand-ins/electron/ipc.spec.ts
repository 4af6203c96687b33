// Messages between main and a window on the stand-in for Electron: values, errors, senders, and the recording of messages.

import { expect, test, type Page } from '@playwright/test'
import type { LaunchedApp } from '../../support/launch.ts'
import { inMain, readRecorded, launchFixture } from './fixture-app.ts'

let app: LaunchedApp
let page: Page

test.beforeAll(async () => {
  app = await launchFixture({ recordIpc: true })
  page = await app.chatWindow()
  await inMain(page, ({ ipcMain }) => ipcMain.handle('echo', (_event, value: unknown) => value))
})
test.afterAll(() => app.close())

test.describe('values over IPC', () => {
  test('carries every cloneable value from a page to main and back', async () => {
    const ipcInput = {
      plain: ['text', 1.5, -0, true, null, undefined, 10n, Number.NaN, Number.POSITIVE_INFINITY],
      date: new Date(5),
      bytes: new Uint8Array([1, 2, 255]),
      view: new Float64Array([0.5]),
      pattern: /a+/gi,
    }
    const ipcOutput = await page.evaluate((value) => window.bridge.invoke('echo', value), ipcInput)
    expect(ipcOutput).toEqual(ipcInput)

    // Playwright cannot return Maps and Sets from a page.
    const results = await page.evaluate(async () => {
      const map = await window.bridge.invoke<Map<object, Set<number>>>('echo', new Map([[{ key: 1 }, new Set([2, 3])]]))
      return Array.from(map, ([key, set]) => [key, Array.from(set)])
    })
    expect(results).toEqual([[{ key: 1 }, [2, 3]]])
  })

  test('preserves cycles and shared objects', async () => {
    await inMain(page, ({ ipcMain }) => {
      ipcMain.handle('cycle', (_event, value: { self: unknown; one: unknown; other: unknown }) => [
        value.self === value,
        value.one === value.other,
      ])
      ipcMain.handle('make-cycle', () => {
        const cyclicValue: { self?: unknown } = {}
        cyclicValue.self = cyclicValue
        return cyclicValue
      })
    })
    const seenByMain = await page.evaluate(() => {
      const shared = {}
      const value: Record<string, unknown> = { one: shared, other: shared }
      value['self'] = value
      return window.bridge.invoke('cycle', value)
    })
    const seenByPage = await page.evaluate(async () => {
      const cyclicValue = await window.bridge.invoke<{ self: unknown }>('make-cycle')
      return cyclicValue.self === cyclicValue
    })
    expect([seenByMain, seenByPage]).toEqual([[true, true], true])
  })

  for (const [caseName, createValue] of [
    ['a function', 'bridge.invoke("echo", () => 1)'],
    ['a symbol', 'bridge.invoke("echo", Symbol("s"))'],
    ['a part of the page', 'bridge.invoke("echo", { element: document.body })'],
  ] as const) {
    test(`refuses to send ${caseName}`, async () => {
      const results = await page.evaluate(`new Promise((done) => done(${createValue})).catch((error) => error.message)`)
      // A function crosses the bridge as a function of the preload, and fails in the message.
      expect(results).toBe('An object could not be cloned.')
    })
  }
})

test.describe('errors over IPC', () => {
  test('passes on only the message of an error thrown in main', async () => {
    await inMain(page, ({ ipcMain }) =>
      ipcMain.handle('fail', () => {
        throw Object.assign(new TypeError('no such file'), { code: 'ENOENT' })
      }),
    )
    const results = await page.evaluate(() =>
      window.bridge.invoke('fail').catch((error: Error & { code?: string }) => [error.message, error.code]),
    )
    expect(results).toEqual(["Error invoking remote method 'fail': TypeError: no such file", undefined])
  })

  test('names a channel that has no handler', async () => {
    const results = await page.evaluate(() => window.bridge.invoke('unhandled').catch((error: Error) => error.message))
    expect(results).toBe("Error invoking remote method 'unhandled': Error: No handler registered for 'unhandled'")
  })

  test('reports a reply that cannot be cloned', async () => {
    await inMain(page, ({ ipcMain }) => ipcMain.handle('uncloneable', () => () => 1))
    const results = await page.evaluate(() => window.bridge.invoke('uncloneable').catch((error: Error) => error.message))
    expect(results).toBe("Error invoking remote method 'uncloneable': Error: An object could not be cloned.")
  })

  test('refuses a second handler for a channel', async () => {
    const results = await inMain(page, ({ ipcMain }) => {
      ipcMain.handle('twice', () => 1)
      try {
        ipcMain.handle('twice', () => 2)
        return 'accepted'
      } catch (error) {
        return String(error)
      } finally {
        ipcMain.removeHandler('twice')
      }
    })
    expect(results).toBe("Error: Attempted to register a second handler for 'twice'")
  })
})

test.describe('senders', () => {
  test('tells main the window, frame and app address of the sender', async () => {
    const results = await inMain(page, ({ BrowserWindow }, _value, { sender, senderFrame }) => {
      const [window] = BrowserWindow.getAllWindows()
      return {
        isWindows: sender === window?.webContents && BrowserWindow.fromWebContents(sender) === window,
        isTop: senderFrame?.parent === null && senderFrame.top === senderFrame && senderFrame === sender.mainFrame,
        url: senderFrame?.url,
        origin: senderFrame?.origin,
        windowUrl: sender.getURL(),
      }
    })
    expect(results).toEqual({
      isWindows: true,
      isTop: true,
      url: 'app://fixture/index.html',
      origin: 'app://fixture',
      windowUrl: 'app://fixture/index.html',
    })
  })

  test('has no sender frame once the page is gone', async () => {
    await inMain(page, ({ ipcMain }) => {
      ipcMain.on('remember-sender', (event) => {
        recorded.push(event.senderFrame?.url)
        ipcMain.handle('sender-url', () => event.senderFrame?.url ?? null)
      })
    })
    await page.evaluate(() => window.bridge.send('remember-sender'))
    const before = await page.evaluate(() => window.bridge.invoke('sender-url'))
    await page.reload()
    const after = await page.evaluate(() => window.bridge.invoke('sender-url'))
    expect([await readRecorded(page), before, after]).toEqual([['app://fixture/index.html'], 'app://fixture/index.html', null])
  })
})

test.describe('messages to a window', () => {
  test('delivers messages of main to every listener in order until it is removed', async () => {
    await page.evaluate(() => {
      const receivedMessages: unknown[] = []
      const unsubscribe = window.bridge.on('news', (...args) => receivedMessages.push(['first', ...args]))
      window.bridge.on('news', (...args) => {
        receivedMessages.push(['second', ...args])
        document.title = JSON.stringify(receivedMessages)
      })
      window.bridge.on('last', unsubscribe)
    })
    await inMain(page, (_electron, _value, { sender }) => {
      sender.send('news', 1, { two: new Date(2) })
      sender.send('last')
      sender.send('news', 3)
    })
    const receivedMessages = [['first', 1, { two: new Date(2) }], ['second', 1, { two: new Date(2) }], ['second', 3]] // prettier-ignore
    await expect.poll(() => page.title()).toBe(JSON.stringify(receivedMessages))
  })

  test('drops messages to a page that has not loaded', async () => {
    const sent = await inMain(page, ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false })
      window.webContents.send('early', 1)
      window.destroy()
      return 'sent'
    })
    expect(sent).toBe('sent')
  })
})

test.describe('recorded IPC', () => {
  test('records every message when the test asks for it', async () => {
    await page.evaluate(() => window.bridge.invoke('echo', 'a word to find'))
    const echoMessages = (await app.recordedIpc()).filter(({ channel, text }) => channel === 'echo' && text.includes('a word to find'))
    expect(echoMessages.map(({ direction, kind, windowUrl }) => ({ direction, kind, windowUrl }))).toEqual([
      { direction: 'to-main', kind: 'invoke', windowUrl: 'app://fixture/index.html' },
      { direction: 'to-window', kind: 'reply', windowUrl: 'app://fixture/index.html' },
    ])
  })
})
