// Electron's nativeTheme: what pages are told to prefer. The system's own preference is light here until a test says otherwise.

import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { onAsk } from './control.ts'

type Source = Electron.NativeTheme['themeSource']

let source: Source = 'system'
let systemTheme: 'light' | 'dark' = 'light'
let applyTheme = (): void => undefined

/** Says how the pages are told. */
export function onThemeChange(handler: () => void): void {
  applyTheme = handler
}

/** What a page's `prefers-color-scheme` must say; empty leaves it to the browser and to a test that emulates media. */
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
onAsk<'light' | 'dark'>('system-theme', (theme) => nativeTheme.setSystem(theme))
