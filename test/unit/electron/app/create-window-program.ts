// Runs electron/app/create-window.ts with a recorder in place of Electron and prints its decisions as JSON, for create-window.spec.ts.

import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type * as Electron from 'electron'
import { chatPage, keyPage } from '../../../../electron/app/pages.ts'
import '../use-electron-recorder.ts'
import { asElectron } from '../../../stand-ins/electron/as-electron.ts'
import { app, BrowserWindow, sessions, windows, type RecordedSession } from '../electron-recorder.ts'

export interface WindowDecisions {
  readonly windows: readonly object[]
  /** `session: permission at address`, for each permission granted. */
  readonly granted: readonly string[]
  readonly permissions: number
  /** Those of the tested addresses that a page may load. */
  readonly loaded: readonly string[]
  /** Actions leading out of a page that are not prevented. */
  readonly allowed: readonly string[]
}

const { openChatWindow, openKeyWindow, prepareSessions } = await import('../../../../electron/app/create-window.ts')

prepareSessions(() => 'en')
openChatWindow(null)
openKeyWindow(asElectron<Electron.BrowserWindow>(new BrowserWindow({})))

/** All permissions in Electron's type declarations. */
function listPermissionNames(): readonly string[] {
  const types = readFileSync(join(dirname(createRequire(import.meta.url).resolve('electron/package.json')), 'electron.d.ts'), 'utf8')
  const handlerTypes = types.match(/setPermission(?:Request|Check)Handler\(handler: .*/g) ?? []
  const names = handlerTypes.map((list) => /permission: ((?:'[\w-]+'(?: \| )?)+)/.exec(list)?.[1] ?? '')
  if (names.length !== 2 || names.includes('')) throw new Error("The permissions were not found in Electron's type declarations")
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

function listGranted(name: string, session: RecordedSession): readonly string[] {
  const { permissionCheck, permissionRequest, devicePermission, displayMedia } = session
  const granted: string[] = []
  const recordGrant = (isGranted: unknown, permissionLabel: string): void =>
    void (isGranted === true && granted.push(`${name}: ${permissionLabel}`))
  for (const permission of listPermissionNames()) {
    for (const address of addresses) {
      const contents = { getURL: () => address }
      recordGrant(permissionCheck?.(contents, permission, address) ?? true, `check ${permission} at ${address}`)
      if (permissionRequest === null) recordGrant(true, `request ${permission}`)
      permissionRequest?.(contents, permission, (isGranted) => recordGrant(isGranted, `request ${permission} at ${address}`))
    }
    recordGrant(permissionCheck?.(null, permission, '') ?? true, `check ${permission} without contents`)
  }
  recordGrant(devicePermission?.({ deviceType: 'usb' }) ?? true, 'a device')
  if (displayMedia === null) recordGrant(true, 'the screen')
  displayMedia?.({}, (streams) => recordGrant(Object.keys(streams).length > 0, 'the screen'))
  recordGrant(session.isSpellCheckerEnabled, 'the spell checker')
  return granted
}

const testedUrls = [
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

function listLoaded(session: RecordedSession): readonly string[] {
  return testedUrls.filter((url) => {
    let isCancelled = false
    session.beforeRequest?.({ url }, ({ cancel }) => (isCancelled = cancel === true))
    return !isCancelled
  })
}

/** Emits events whose default Electron runs unless prevented, and tries window.open. */
function listAllowed(): readonly string[] {
  const allowed: string[] = []
  const createPreventableEvent = (permissionLabel: string): object => {
    allowed.push(permissionLabel)
    return { preventDefault: () => allowed.splice(allowed.indexOf(permissionLabel), 1) }
  }
  let windowOpenAction = 'allow'
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (decide: () => { readonly action: string }) => void (windowOpenAction = decide().action),
  })
  app.emit('web-contents-created', {}, contents)
  if (windowOpenAction !== 'deny') allowed.push('window.open')
  for (const name of ['will-attach-webview', 'will-navigate', 'will-frame-navigate', 'will-redirect'])
    contents.emit(name, createPreventableEvent(name))
  for (const [name, session] of sessions) session.emit('will-download', createPreventableEvent(`download in '${name}'`))
  return allowed
}

const decisions: WindowDecisions = {
  windows: windows.filter((options) => options.webPreferences !== undefined).map((options) => options.webPreferences ?? {}),
  granted: [...sessions].flatMap(([name, session]) => listGranted(name, session)),
  permissions: listPermissionNames().length,
  loaded: [...sessions.values()].flatMap(listLoaded),
  allowed: listAllowed(),
}
process.stdout.write(JSON.stringify(decisions))
