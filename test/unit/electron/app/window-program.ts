// Runs electron/app/window.ts with a recorder in Electron's place and prints what it decides, as JSON. For window.spec.ts.

import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type * as Electron from 'electron'
import { chatPage, keyPage } from '../../../../electron/app/pages.ts'
import '../record-electron.ts'
import { asElectron } from '../../../stand-ins/electron/as-electron.ts'
import { app, BrowserWindow, sessions, windows, type RecordedSession } from '../electron-recorder.ts'

export interface Decisions {
  readonly windows: readonly object[]
  /** `session: name at address`, for everything that was granted. */
  readonly granted: readonly string[]
  readonly permissions: number
  /** Addresses that a page may load from, of those tried. */
  readonly loaded: readonly string[]
  /** What a page may start that leads out of it. */
  readonly allowed: readonly string[]
}

const { openChatWindow, openKeyWindow, prepareSessions } = await import('../../../../electron/app/window.ts')

prepareSessions(() => 'en')
openChatWindow(null)
openKeyWindow(asElectron<Electron.BrowserWindow>(new BrowserWindow({})))

/** Every name in the two lists of Electron's own types. */
function permissionNames(): readonly string[] {
  const types = readFileSync(join(dirname(createRequire(import.meta.url).resolve('electron/package.json')), 'electron.d.ts'), 'utf8')
  const lists = types.match(/setPermission(?:Request|Check)Handler\(handler: .*/g) ?? []
  const names = lists.map((list) => /permission: ((?:'[\w-]+'(?: \| )?)+)/.exec(list)?.[1] ?? '')
  if (names.length !== 2 || names.includes('')) throw new Error("Electron's types no longer list the permissions as they did")
  return [...new Set(names.join(' | ').split(' | '))].map((name) => name.slice(1, -1))
}

const addresses = [
  chatPage.address,
  keyPage.address,
  'app://parley/assets/x.js',
  'app://elsewhere/index.html',
  'https://huggingface.co/',
  '',
]

function grantedIn(name: string, session: RecordedSession): readonly string[] {
  const { permissionCheck, permissionRequest, devicePermission, displayMedia } = session
  const granted: string[] = []
  const note = (isGranted: unknown, what: string): void => void (isGranted === true && granted.push(`${name}: ${what}`))
  for (const permission of permissionNames()) {
    for (const address of addresses) {
      const contents = { getURL: () => address }
      note(permissionCheck?.(contents, permission, address) ?? true, `check ${permission} at ${address}`)
      if (permissionRequest === null) note(true, `request ${permission}`)
      permissionRequest?.(contents, permission, (isGranted) => note(isGranted, `request ${permission} at ${address}`))
    }
    note(permissionCheck?.(null, permission, '') ?? true, `check ${permission} of nobody`)
  }
  note(devicePermission?.({ deviceType: 'usb' }) ?? true, 'a device')
  if (displayMedia === null) note(true, 'the screen')
  displayMedia?.({}, (streams) => note(Object.keys(streams).length > 0, 'the screen'))
  note(session.isSpellCheckerEnabled, 'the spell checker')
  return granted
}

const tried = [
  'https://huggingface.co/',
  'http://127.0.0.1:1/',
  'ws://127.0.0.1:1/',
  'file:///etc/passwd',
  'data:text/html,x',
  'devtools://devtools/bundled/inspector.html',
  'app://parley.elsewhere/index.html',
  'app://elsewhere/parley/',
  chatPage.address,
]

function loadedIn(session: RecordedSession): readonly string[] {
  return tried.filter((url) => {
    let isCancelled = false
    session.beforeRequest?.({ url }, ({ cancel }) => (isCancelled = cancel === true))
    return !isCancelled
  })
}

/** Events that Electron lets happen unless they are prevented, and a window's wish for another. */
function allowedIn(): readonly string[] {
  const allowed: string[] = []
  const refusable = (what: string): object => {
    allowed.push(what)
    return { preventDefault: () => allowed.splice(allowed.indexOf(what), 1) }
  }
  let opens = 'allow'
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (decide: () => { readonly action: string }) => void (opens = decide().action),
  })
  app.emit('web-contents-created', {}, contents)
  if (opens !== 'deny') allowed.push('window.open')
  for (const name of ['will-attach-webview', 'will-navigate', 'will-frame-navigate', 'will-redirect']) contents.emit(name, refusable(name))
  for (const [name, session] of sessions) session.emit('will-download', refusable(`download in '${name}'`))
  return allowed
}

const decisions: Decisions = {
  windows: windows.filter((options) => options.webPreferences !== undefined).map((options) => options.webPreferences ?? {}),
  granted: [...sessions].flatMap(([name, session]) => grantedIn(name, session)),
  permissions: permissionNames().length,
  loaded: [...sessions.values()].flatMap(loadedIn),
  allowed: allowedIn(),
}
process.stdout.write(JSON.stringify(decisions))
