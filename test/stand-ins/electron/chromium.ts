// Starts the Chromium that the stand-in runs on. Hides where it is installed, the unprivileged user it runs as when we are root (its
// sandbox stays on), its temporary folders, and that it always ends with this process.

import { spawn } from 'node:child_process'
import { chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, statfsSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CdpPipes } from './cdp.ts'
import type { BrowserKind } from './control.ts'

export interface Chromium {
  /** WebSocket address of its DevTools protocol, on loopback, for Playwright. */
  readonly endpoint: string
  /** The same protocol for the stand-in. Pipes save the compression of a WebSocket. */
  readonly pipes: CdpPipes
  readonly folder: string
  /** Kills it with all its processes and removes its folders. The same happens however this process ends. */
  readonly end: () => void
}

interface StartOptions {
  readonly kind: BrowserKind
  readonly switches: readonly string[]
}

const executablePaths = [
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
]

/** The same engine without a user interface: a third less work at every start. */
const headlessShellPaths = ['/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium-headless-shell']

/** Debian's `nobody` and `nogroup`: Chromium refuses to run as root with its sandbox on. */
const unprivilegedId = 65_534

// Waits for the end of its standard input, which the system closes when the starter dies, then kills the browser and removes its folder.
const supervisor = `
trap '' INT TERM HUP
folder=$1; shift
setsid "$@" </dev/null &
# Only the browser keeps the pipes, so that they end when it exits.
exec 3<&- 4>&-
read -r _
kill -s KILL -- "-$!" 2>/dev/null
wait
rm -rf "$folder"
`

/** Turns off what a browser reports to its vendor, and features that windows of Electron do not have. */
const quietSwitches = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-extensions-with-background-pages',
  '--disable-component-update',
  '--disable-crash-reporter',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-infobars',
  '--disable-sync',
  '--deny-permission-prompts',
  '--metrics-recording-only',
  '--mute-audio',
  '--password-store=basic',
  '--test-type=gpu',
  '--host-resolver-rules=MAP *.invalid ~NOTFOUND',
]

// Local network access checks are off: they would block requests that only the page's content security policy should block.
const disabledFeatures = [
  'AutofillServerCommunication',
  'BackForwardCache',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'HttpsUpgrades',
  'LocalNetworkAccessChecks',
  'LocalNetworkAccessChecksWebSockets',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
  'Prerender2',
  'SpareRendererForSitePerProcess',
  'Translate',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
]

/** Rejects with Chromium's output when it does not open its protocol within 20 seconds. */
export async function startChromium(options: StartOptions): Promise<Chromium> {
  const candidates = options.kind === 'headless-shell' ? [...headlessShellPaths, ...executablePaths] : executablePaths
  const executable = candidates.find((path) => existsSync(path))
  if (executable === undefined) throw new Error(`The stand-in for Electron needs Chromium; looked for ${candidates.join(', ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'parley-chromium-'))
  const profile = join(folder, 'profile')
  mkdirSync(profile)

  const isRoot = process.getuid?.() === 0
  const user = ['--reuid', String(unprivilegedId), '--regid', String(unprivilegedId), '--clear-groups']
  const command = ['setpriv', ...(isRoot ? user : []), '--pdeathsig', 'KILL', executable]
  const env = createEnvironment(folder, options.kind === 'visible')
  // Before it starts: Chromium exits silently when it cannot write to its folder.
  if (isRoot)
    for (const path of [folder, profile, join(folder, '.Xauthority')]) if (existsSync(path)) chownSync(path, unprivilegedId, unprivilegedId)
  const child = spawn('/bin/sh', ['-c', supervisor, 'chromium', folder, ...command, ...buildSwitches(profile, options)], {
    env,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe', 'pipe'],
  })

  const [input, , errors, commands, replies] = child.stdio
  const hasPipes = commands instanceof Socket && replies instanceof Socket
  if (input === null || errors === null || !hasPipes) throw new Error('Chromium was started without pipes')
  const end = (): void => void input.end()
  const endpoint = await new Promise<string>((resolve, reject) => {
    let output = ''
    const fail = (reason: string): void => reject(new Error(`Chromium ${reason}. Its output:\n${output}`))
    const limit = setTimeout(() => fail('did not open its protocol within 20 seconds'), 20_000)
    child.once('error', (error) => fail(`could not be started: ${error.message}`))
    child.once('exit', () => fail('ended at once'))
    errors.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-8000)
      const found = /DevTools listening on (ws:\S+)/.exec(output)?.[1]
      if (found === undefined) return
      clearTimeout(limit)
      resolve(found)
    })
  }).catch((error: unknown) => {
    end()
    throw error
  })
  return { endpoint, pipes: { commands, replies }, folder, end }
}

function buildSwitches(profile: string, options: StartOptions): readonly string[] {
  const sharedMemory = statfsSync('/dev/shm')
  return [
    ...(options.kind === 'visible' ? ['--app=data:text/html,'] : ['--headless', '--no-startup-window']),
    `--user-data-dir=${profile}`,
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    ...quietSwitches,
    `--disable-features=${disabledFeatures.join(',')}`,
    ...(sharedMemory.bavail * sharedMemory.bsize < 1e9 ? ['--disable-dev-shm-usage'] : []),
    ...options.switches,
  ]
}

/** An allowlist: no secret of ours is readable in the environment of a browser process. */
function createEnvironment(home: string, isVisible: boolean): NodeJS.ProcessEnv {
  const inheritedVariables = ['PATH', 'LANG', 'LANGUAGE', 'LC_ALL', 'TZ', ...(isVisible ? ['DISPLAY'] : [])]
  const authority = process.env['XAUTHORITY']
  const copiesAuthority = isVisible && authority !== undefined && existsSync(authority)
  if (copiesAuthority) copyFileSync(authority, join(home, '.Xauthority'))
  return {
    ...Object.fromEntries(inheritedVariables.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
    HOME: home,
    // Chromium leaves a folder there when it is killed. It contains a socket, whose path is limited to 107 characters.
    ...(home.length <= 60 ? { TMPDIR: home } : {}),
    ...(copiesAuthority ? { XAUTHORITY: join(home, '.Xauthority') } : {}),
  }
}
