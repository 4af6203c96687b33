// Runs electron/app/window-manager.ts with a recorder in place of Electron and mocked timers, and prints as JSON whether the key window was open
// after each step, for window-manager.spec.ts.

import { mock } from 'node:test'
import '../use-electron-recorder.ts'
import { system } from '../../../../shared/words/en/system.ts'
import { app } from '../electron-recorder.ts'

const { createWindowManager } = await import('../../../../electron/app/window-manager.ts')

mock.timers.enable({ apis: ['setTimeout'] })
const windows = createWindowManager({
  bounds: () => null,
  saveBounds: () => {},
  requestClose: () => {},
  words: () => system,
  warn: () => {},
})
const minute = 60 * 1000
const steps: string[] = []
const recordStep = (step: string): void => void steps.push(`${step}: ${windows.key() === null ? 'closed' : 'open'}`)
const blurApp = (): void => void app.emit('browser-window-blur')
const focusApp = (): void => void app.emit('browser-window-focus')

windows.showChat()
windows.showKey({ kind: 'new' })
recordStep('opened')
mock.timers.tick(60 * minute)
recordStep('focused for an hour')
blurApp()
focusApp()
mock.timers.tick(60 * minute)
recordStep('unfocused for a moment')
blurApp()
mock.timers.tick(5 * minute - 1)
recordStep('unfocused for less than five minutes')
mock.timers.tick(1)
recordStep('unfocused for five minutes')
focusApp()
windows.showKey({ kind: 'new' })
mock.timers.tick(5 * minute)
recordStep('opened again')

process.stdout.write(JSON.stringify(steps))
