// Crashes the pages of electron/app/crashes.ts with a recorder in place of Electron and a mocked clock, and prints as JSON what happened to their
// windows, for crashes.spec.ts.

import { mock } from 'node:test'
import '../use-electron-recorder.ts'
import { system } from '../../../../shared/words/en/system.ts'
import { app, messageBoxCalls, BrowserWindow, dialog } from '../electron-recorder.ts'

const { reloadAfterCrash, closeOnCrash, logChildCrashes } = await import('../../../../electron/app/crashes.ts')

const states: unknown[] = []
const warned: unknown[] = []
const warn = (text: string, context: object): void => void warned.push([text, context])
let clock = 0
mock.method(performance, 'now', () => clock)

/** Crashes a page and waits for what follows immediately. */
async function crashRenderer(window: BrowserWindow, reason = 'crashed', secondsLater = 0): Promise<void> {
  clock += secondsLater * 1000
  window.webContents.emit('render-process-gone', {}, { reason })
  for (let tick = 0; tick < 3; tick += 1) await new Promise((resolve) => setImmediate(resolve))
}

const recordState = (label: string, window: BrowserWindow): void => {
  states.push(`${label}: loaded ${window.loadedUrls.length}, asked ${messageBoxCalls.length}, ${window.isDestroyed() ? 'closed' : 'open'}`)
}

const chat = new BrowserWindow({})
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the recorder has every member that crashes.ts uses
reloadAfterCrash(chat as never, 'app://page', () => system.crashed, warn)
await crashRenderer(chat, 'clean-exit')
recordState('clean exit', chat)
await crashRenderer(chat)
recordState('first', chat)
await crashRenderer(chat, 'oom', 30)
recordState('second within a minute', chat)
await crashRenderer(chat, 'crashed', 40)
recordState('third, a minute after the first', chat)
await crashRenderer(chat, 'crashed', 10)
recordState('third within a minute, reload chosen', chat)
await crashRenderer(chat)
await crashRenderer(chat)
recordState('two more', chat)
dialog.response = 1
chat.show()
await crashRenderer(chat)
recordState('third within a minute, quit chosen', chat)

const key = new BrowserWindow({})
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
closeOnCrash(key as never, warn)
await crashRenderer(key, 'killed')
recordState('the key window', key)

logChildCrashes(warn)
app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed' })
app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit' })

process.stdout.write(JSON.stringify({ states, warned: warned.slice(-2), asked: messageBoxCalls }))
