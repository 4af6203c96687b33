// Permissions as the app's handlers decide them, so that the page truly has or lacks them. The browser tells nobody that a page
// asks; so the handlers are asked when a page arrives, once for each name, instead of when it wants something.

import type * as Electron from 'electron'
import { openBrowser } from './browser.ts'
import type { Protocol } from './cdp.ts'
import { toBrowser } from './addresses.ts'
import { registeredSchemes, type StandInSession } from './session.ts'

type Name = Parameters<NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>>[1]

interface Asking extends Pick<Electron.WebContents, 'getURL'> {
  readonly session: StandInSession
}

/** Electron's names for what the browser can grant or refuse, with the browser's own. */
const descriptors: Partial<Readonly<Record<Name, readonly Protocol.Browser.PermissionDescriptor[]>>> = {
  'clipboard-read': [{ name: 'clipboard-read' }],
  'clipboard-sanitized-write': [{ name: 'clipboard-write' }],
  'display-capture': [{ name: 'display-capture' }],
  geolocation: [{ name: 'geolocation' }],
  'idle-detection': [{ name: 'idle-detection' }],
  keyboardLock: [{ name: 'keyboard-lock' }],
  'local-fonts': [{ name: 'local-fonts' }],
  'local-network-access': [{ name: 'local-network-access' }],
  media: [{ name: 'camera' }, { name: 'microphone' }],
  midi: [{ name: 'midi' }],
  midiSysex: [{ name: 'midi', sysex: true }],
  nfc: [{ name: 'nfc' }],
  notifications: [{ name: 'notifications' }],
  'payment-handler': [{ name: 'payment-handler' }],
  'persistent-storage': [{ name: 'persistent-storage' }],
  pointerLock: [{ name: 'pointer-lock' }],
  'screen-wake-lock': [{ name: 'screen-wake-lock' }],
  sensors: [{ name: 'accelerometer' }, { name: 'gyroscope' }, { name: 'magnetometer' }, { name: 'ambient-light-sensor' }],
  'speaker-selection': [{ name: 'speaker-selection' }],
  'storage-access': [{ name: 'storage-access' }],
  'system-wake-lock': [{ name: 'system-wake-lock' }],
  'top-level-storage-access': [{ name: 'top-level-storage-access' }],
  'window-management': [{ name: 'window-management' }],
}

/** Asks the session's handlers for every name and tells the browser. Without a handler Electron allows. */
export async function applyPermissions(contents: Asking): Promise<void> {
  const url = contents.getURL()
  const origin = /^[a-z][a-z0-9+-]*:\/\/[^/?#]+/.exec(url)?.[0]
  const { send } = await openBrowser()
  const browserContextId = await contents.session.context()
  if (origin === undefined) return
  const names = Object.keys(descriptors) as readonly Name[] // The keys of the table above.
  const settings = names.map(async (name) => {
    const setting = (await isGranted(contents, name, origin, url)) ? 'granted' : 'denied'
    const settled = (descriptors[name] ?? []).map((permission) =>
      send('Browser.setPermission', {
        permission,
        setting,
        origin: toBrowser(origin, registeredSchemes),
        ...(browserContextId === undefined ? {} : { browserContextId }),
      }),
    )
    // A name this browser does not know yet cannot be had by the page either.
    await Promise.allSettled(settled)
  })
  await Promise.all(settings)
}

async function isGranted(contents: Asking, name: Name, origin: string, url: string): Promise<boolean> {
  const { permissionCheck, permissionRequest } = contents.session
  const asked = contents as unknown as Electron.WebContents // The stand-in's has what a handler may ask of it.
  if (permissionCheck !== null && !permissionCheck(asked, name, origin, { requestingUrl: url, isMainFrame: true })) return false
  if (permissionRequest === null) return true
  return new Promise((resolve) => permissionRequest(asked, name, resolve, { requestingUrl: url, isMainFrame: true }))
}
