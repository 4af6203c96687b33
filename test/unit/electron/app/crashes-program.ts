// Lets the pages of electron/app/crashes.ts fall over with a recorder in Electron's place and a clock of its own, and prints what became of
// their windows, as JSON. For crashes.spec.ts.

import { mock } from 'node:test'
import '../record-electron.ts'
import { systemWords } from '../../../../shared/words/system.ts'
import { app, asked, BrowserWindow, dialog } from '../electron-recorder.ts'

const { comeBack, goAlong, noteOtherFalls } = await import('../../../../electron/app/crashes.ts')

const told: unknown[] = []
const warned: unknown[] = []
const warn = (text: string, about: object): void => void warned.push([text, about])
let clock = 0
mock.method(performance, 'now', () => clock)

/** A fall, and all that comes of it at once. */
async function fall(window: BrowserWindow, reason = 'crashed', secondsLater = 0): Promise<void> {
  clock += secondsLater * 1000
  window.webContents.emit('render-process-gone', {}, { reason })
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

const note = (what: string, window: BrowserWindow): void => {
  told.push(`${what}: loaded ${window.loaded.length}, asked ${asked.length}, ${window.isDestroyed() ? 'gone' : 'open'}`)
}

const chat = new BrowserWindow({})
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the recorder has what crashes.ts uses of a window
comeBack(chat as never, 'app://page', () => systemWords.en.fallen, warn)
await fall(chat, 'clean-exit')
note('ended well', chat)
await fall(chat)
note('first', chat)
await fall(chat, 'oom', 30)
note('second within a minute', chat)
await fall(chat, 'crashed', 40)
note('third, a minute after the first', chat)
await fall(chat, 'crashed', 10)
note('third within a minute, tried again', chat)
await fall(chat)
await fall(chat)
note('two more', chat)
dialog.response = 1
chat.show()
await fall(chat)
note('third within a minute, quit', chat)

const key = new BrowserWindow({})
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
goAlong(key as never, warn)
await fall(key, 'killed')
note('the key window', key)

noteOtherFalls(warn)
app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed' })
app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit' })

process.stdout.write(JSON.stringify({ told, warned: warned.slice(-2), asked }))
