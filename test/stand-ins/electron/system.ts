// The small rest of Electron: menus, the screen, power, and the network without a window.

import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { asElectron } from './as-electron.ts'
import { request } from './net.ts'
import { defaultSession } from './session.ts'

interface StandInMenu {
  readonly items: readonly (Electron.MenuItemConstructorOptions | Electron.MenuItem)[]
}

let applicationMenu: StandInMenu | null = null

/** Menus are kept, not drawn: a browser has its own. */
export const Menu = {
  buildFromTemplate: (items: StandInMenu['items']): StandInMenu => ({ items }),
  setApplicationMenu: (menu: StandInMenu | null): void => void (applicationMenu = menu),
  getApplicationMenu: (): StandInMenu | null => applicationMenu,
}

const screenSize: Electron.Size = { width: 1920, height: 1080 }
const screenBounds: Electron.Rectangle = { x: 0, y: 0, ...screenSize }
const display = {
  id: 1,
  bounds: screenBounds,
  workArea: screenBounds,
  size: screenSize,
  workAreaSize: screenSize,
  scaleFactor: 1,
  rotation: 0,
  internal: false,
}

export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display satisfies Partial<Electron.Display>,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
})

/** Hears of nothing: this browser's machine never sleeps. */
export const powerMonitor = new EventEmitter()

export const net = {
  /** From the default session, as Electron's. */
  fetch: (input, init) => defaultSession.fetch(input, init),
  request: (options) => asElectron(request(typeof options === 'string' ? { url: options } : asElectron(options))),
  isOnline: () => true,
} satisfies Partial<Electron.Net>
