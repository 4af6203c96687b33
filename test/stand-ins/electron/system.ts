// Small modules of Electron: Menu, screen, powerMonitor and net.

import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { asElectron } from './as-electron.ts'
import { request } from './net.ts'
import { defaultSession } from './session.ts'

interface StandInMenu {
  readonly items: readonly (Electron.MenuItemConstructorOptions | Electron.MenuItem)[]
}

let applicationMenu: StandInMenu | null = null

/** Menus are stored, not drawn. */
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

/** Never emits: no sleep, no lock. */
export const powerMonitor = new EventEmitter()

export const net = {
  /** Uses the default session, as Electron does. */
  fetch: (input, init) => defaultSession.fetch(input, init),
  request: (options) => asElectron(request(typeof options === 'string' ? { url: options } : asElectron(options))),
  isOnline: () => true,
} satisfies Partial<Electron.Net>
