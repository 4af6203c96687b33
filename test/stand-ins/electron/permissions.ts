// Applies the app's permission handlers to the browser. The browser does not report when a page asks for a permission, so the
// handlers are called when a page loads, once for each permission.

import type * as Electron from 'electron'
import { toBrowser } from './addresses.ts'
import { openBrowser } from './browser.ts'
import type { Protocol } from './cdp.ts'
import { registeredSchemes, type PermissionName, type StandInSession } from './session.ts'

interface Permission {
  readonly name: PermissionName
  /** The browser's names for it. */
  readonly descriptors: readonly Protocol.Browser.PermissionDescriptor[]
}

/** What the browser can grant or refuse. */
const permissions: readonly Permission[] = [
  { name: 'background-fetch', descriptors: [{ name: 'background-fetch' }] },
  { name: 'background-sync', descriptors: [{ name: 'background-sync' }] },
  { name: 'clipboard-read', descriptors: [{ name: 'clipboard-read' }] },
  { name: 'clipboard-sanitized-write', descriptors: [{ name: 'clipboard-write' }] },
  { name: 'display-capture', descriptors: [{ name: 'display-capture' }] },
  { name: 'geolocation', descriptors: [{ name: 'geolocation' }] },
  { name: 'idle-detection', descriptors: [{ name: 'idle-detection' }] },
  { name: 'keyboardLock', descriptors: [{ name: 'keyboard-lock' }] },
  { name: 'local-fonts', descriptors: [{ name: 'local-fonts' }] },
  { name: 'local-network-access', descriptors: [{ name: 'local-network-access' }] },
  { name: 'media', descriptors: [{ name: 'camera' }, { name: 'microphone' }] },
  { name: 'midi', descriptors: [{ name: 'midi' }] },
  { name: 'midiSysex', descriptors: [{ name: 'midi', sysex: true }] },
  { name: 'nfc', descriptors: [{ name: 'nfc' }] },
  { name: 'notifications', descriptors: [{ name: 'notifications' }] },
  { name: 'payment-handler', descriptors: [{ name: 'payment-handler' }] },
  { name: 'periodic-background-sync', descriptors: [{ name: 'periodic-background-sync' }] },
  { name: 'persistent-storage', descriptors: [{ name: 'persistent-storage' }] },
  { name: 'pointerLock', descriptors: [{ name: 'pointer-lock' }] },
  { name: 'screen-wake-lock', descriptors: [{ name: 'screen-wake-lock' }] },
  { name: 'sensors', descriptors: ['accelerometer', 'gyroscope', 'magnetometer', 'ambient-light-sensor'].map((name) => ({ name })) },
  { name: 'speaker-selection', descriptors: [{ name: 'speaker-selection' }] },
  { name: 'storage-access', descriptors: [{ name: 'storage-access' }] },
  { name: 'system-wake-lock', descriptors: [{ name: 'system-wake-lock' }] },
  { name: 'top-level-storage-access', descriptors: [{ name: 'top-level-storage-access' }] },
  { name: 'window-management', descriptors: [{ name: 'window-management' }] },
]

/** Asks the session's handlers about every permission and sets the results. Without handlers Electron grants all. */
export async function applyPermissions(session: StandInSession, contents: Electron.WebContents): Promise<void> {
  const url = contents.getURL()
  const origin = /^[a-z][a-z0-9+-]*:\/\/[^/?#]+/.exec(url)?.[0]
  if (origin === undefined) return
  const { send } = await openBrowser()
  const browserContextId = await session.context()
  const target = { origin: toBrowser(origin, registeredSchemes), ...(browserContextId === undefined ? {} : { browserContextId }) }
  const settings = permissions.map(async ({ name, descriptors }) => {
    const setting = (await isGranted(session, contents, name, origin)) ? 'granted' : 'denied'
    // A page cannot get a permission that this browser does not know.
    await Promise.allSettled(descriptors.map((permission) => send('Browser.setPermission', { permission, setting, ...target })))
  })
  await Promise.all(settings)
}

async function isGranted(session: StandInSession, contents: Electron.WebContents, name: PermissionName, origin: string): Promise<boolean> {
  const { permissionCheck, permissionRequest } = session
  const details = { requestingUrl: contents.getURL(), isMainFrame: true }
  if (permissionCheck !== null && !permissionCheck(contents, name, origin, details)) return false
  if (permissionRequest === null) return true
  return new Promise((resolve) => permissionRequest(contents, name, resolve, details))
}
