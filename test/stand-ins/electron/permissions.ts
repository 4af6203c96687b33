// Permissions as the app's handlers decide them, so that the page truly has or lacks them. The browser tells nobody that a page
// asks; so the handlers are asked when a page arrives, once for each name, instead of when it wants something.

import type * as Electron from 'electron'
import { toBrowser } from './addresses.ts'
import { openBrowser } from './browser.ts'
import type { Protocol } from './cdp.ts'
import { registeredSchemes, type PermissionName, type StandInSession } from './session.ts'

interface Permission {
  readonly name: PermissionName
  /** The browser's own names for it. */
  readonly is: readonly Protocol.Browser.PermissionDescriptor[]
}

/** What the browser can grant or refuse. */
const permissions: readonly Permission[] = [
  { name: 'background-fetch', is: [{ name: 'background-fetch' }] },
  { name: 'background-sync', is: [{ name: 'background-sync' }] },
  { name: 'clipboard-read', is: [{ name: 'clipboard-read' }] },
  { name: 'clipboard-sanitized-write', is: [{ name: 'clipboard-write' }] },
  { name: 'display-capture', is: [{ name: 'display-capture' }] },
  { name: 'geolocation', is: [{ name: 'geolocation' }] },
  { name: 'idle-detection', is: [{ name: 'idle-detection' }] },
  { name: 'keyboardLock', is: [{ name: 'keyboard-lock' }] },
  { name: 'local-fonts', is: [{ name: 'local-fonts' }] },
  { name: 'local-network-access', is: [{ name: 'local-network-access' }] },
  { name: 'media', is: [{ name: 'camera' }, { name: 'microphone' }] },
  { name: 'midi', is: [{ name: 'midi' }] },
  { name: 'midiSysex', is: [{ name: 'midi', sysex: true }] },
  { name: 'nfc', is: [{ name: 'nfc' }] },
  { name: 'notifications', is: [{ name: 'notifications' }] },
  { name: 'payment-handler', is: [{ name: 'payment-handler' }] },
  { name: 'periodic-background-sync', is: [{ name: 'periodic-background-sync' }] },
  { name: 'persistent-storage', is: [{ name: 'persistent-storage' }] },
  { name: 'pointerLock', is: [{ name: 'pointer-lock' }] },
  { name: 'screen-wake-lock', is: [{ name: 'screen-wake-lock' }] },
  { name: 'sensors', is: ['accelerometer', 'gyroscope', 'magnetometer', 'ambient-light-sensor'].map((name) => ({ name })) },
  { name: 'speaker-selection', is: [{ name: 'speaker-selection' }] },
  { name: 'storage-access', is: [{ name: 'storage-access' }] },
  { name: 'system-wake-lock', is: [{ name: 'system-wake-lock' }] },
  { name: 'top-level-storage-access', is: [{ name: 'top-level-storage-access' }] },
  { name: 'window-management', is: [{ name: 'window-management' }] },
]

/** Asks the session's handlers for every name and tells the browser. Without a handler Electron allows. */
export async function applyPermissions(session: StandInSession, contents: Electron.WebContents): Promise<void> {
  const url = contents.getURL()
  const origin = /^[a-z][a-z0-9+-]*:\/\/[^/?#]+/.exec(url)?.[0]
  if (origin === undefined) return
  const { send } = await openBrowser()
  const browserContextId = await session.context()
  const place = { origin: toBrowser(origin, registeredSchemes), ...(browserContextId === undefined ? {} : { browserContextId }) }
  const settings = permissions.map(async ({ name, is }) => {
    const setting = (await isGranted(session, contents, name, origin)) ? 'granted' : 'denied'
    // A name this browser does not know cannot be had by the page either.
    await Promise.allSettled(is.map((permission) => send('Browser.setPermission', { permission, setting, ...place })))
  })
  await Promise.all(settings)
}

async function isGranted(session: StandInSession, contents: Electron.WebContents, name: PermissionName, origin: string): Promise<boolean> {
  const { permissionCheck, permissionRequest } = session
  const asked = { requestingUrl: contents.getURL(), isMainFrame: true }
  if (permissionCheck !== null && !permissionCheck(contents, name, origin, asked)) return false
  if (permissionRequest === null) return true
  return new Promise((resolve) => permissionRequest(contents, name, resolve, asked))
}
