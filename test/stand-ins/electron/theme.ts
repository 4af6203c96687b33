// Electron's nativeTheme: the preferred colour scheme of the pages. The system's theme is light until a test changes it.

import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { onAsk } from './control.ts'

type Source = Electron.NativeTheme['themeSource']

let source: Source = 'system'
let systemTheme: 'light' | 'dark' = 'light'
let applyTheme = (): void => undefined

/** Sets how a change reaches the pages. */
export function onThemeChange(handler: () => void): void {
  applyTheme = handler
}

/** The value for `prefers-color-scheme`; empty leaves it to the browser, so that a test can emulate media. */
export function colourScheme(): '' | 'light' | 'dark' {
  return source === 'system' ? (systemTheme === 'dark' ? 'dark' : '') : source
}

class StandInTheme extends EventEmitter implements Pick<Electron.NativeTheme, 'themeSource' | 'shouldUseDarkColors'> {
  get themeSource(): Source {
    return source
  }

  set themeSource(next: Source) {
    const wasDark = this.shouldUseDarkColors
    source = next
    this.#changed(wasDark)
  }

  get shouldUseDarkColors(): boolean {
    return colourScheme() === 'dark'
  }

  setSystem(next: 'light' | 'dark'): void {
    const wasDark = this.shouldUseDarkColors
    systemTheme = next
    this.#changed(wasDark)
  }

  #changed(wasDark: boolean): void {
    applyTheme()
    if (this.shouldUseDarkColors !== wasDark) this.emit('updated')
  }
}

export const nativeTheme = new StandInTheme()
onAsk<'light' | 'dark'>('set-system-theme', (theme) => nativeTheme.setSystem(theme))
