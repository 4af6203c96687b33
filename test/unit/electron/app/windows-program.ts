// Opens and leaves the windows of electron/app/windows.ts with a recorder in Electron's place and a clock of its own, and prints whether the
// key window was still open after each step, as JSON. For windows.spec.ts.

import { mock } from 'node:test'
import '../record-electron.ts'
import { systemWords } from '../../../../shared/words/system.ts'
import { app } from '../electron-recorder.ts'

const { createWindows } = await import('../../../../electron/app/windows.ts')

mock.timers.enable({ apis: ['setTimeout'] })
const windows = createWindows({
  bounds: () => null,
  keepBounds: () => {},
  askToLeave: () => {},
  words: () => systemWords.en,
  warn: () => {},
})
const minute = 60 * 1000
const steps: string[] = []
const note = (step: string): void => void steps.push(`${step}: ${windows.key() === null ? 'gone' : 'open'}`)
const leave = (): void => void app.emit('browser-window-blur')
const comeBack = (): void => void app.emit('browser-window-focus')

windows.showChat()
windows.showKey({ kind: 'new' })
note('opened')
mock.timers.tick(60 * minute)
note('looked at for an hour')
leave()
comeBack()
mock.timers.tick(60 * minute)
note('left for a moment')
leave()
mock.timers.tick(5 * minute - 1)
note('left for less than five minutes')
mock.timers.tick(1)
note('left for five minutes')
comeBack()
windows.showKey({ kind: 'new' })
mock.timers.tick(5 * minute)
note('opened again')

process.stdout.write(JSON.stringify(steps))
