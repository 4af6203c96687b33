// Starts the built app for a spec, the demo, the proof or a benchmark: on real Electron when its binary is there, otherwise on
// the stand-in. Who calls does not know which; what differs is in launch-on-electron.ts and launch-on-stand-in.ts.

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { BrowserKind } from '../stand-ins/electron/control.ts'
import type { RecordedIpcMessage } from '../stand-ins/electron/ipc-main.ts'
import type { DialogAnswer, ShellCall } from '../stand-ins/electron/desktop.ts'
import { startKeyring, type Keyring } from '../stand-ins/keyring/keyring.ts'
import { launchOnElectron } from './launch-on-electron.ts'
import { launchOnStandIn } from '../stand-ins/electron/launch-on-stand-in.ts'
import type { MainMemory } from './process/main-memory.ts'
import type { AppProcess } from './process/processes.ts'
import { createTempFolder } from './temp-folder.ts'

export type { AppProcess, DialogAnswer, Keyring, ShellCall, RecordedIpcMessage as TappedMessage }

export interface LaunchOptions {
  /** The app's data folder (PARLEY_DATA). Without one: a fresh one, removed by `close()`. */
  readonly data?: string
  /** Instead of `data`, on Linux: the home folder in which the app finds its data folder by itself, without a seam. */
  readonly home?: string
  /** One origin in the place of Hugging Face's two (PARLEY_HUB). */
  readonly hub?: string
  /** `memory` (the default) keeps keys in the app only; `real` is `keyring`, or a throw-away one of its own. */
  readonly keychain?: 'memory' | 'real'
  /** A keyring that outlives this start. Whoever started it stops it. */
  readonly keyring?: Keyring
  readonly environment?: Readonly<Record<string, string>>
  readonly arguments?: readonly string[]
  /**
   * Whether the system prefers reduced motion, the default for a window without a display: then a change of colour
   * is one frame instead of ten, and frames are a good part of a spec's time. Specs that may depend on motion
   * (focus, commands, crashes) ask for `full`.
   */
  readonly motion?: 'full' | 'reduced'
  /** The browser of the stand-in, `headless-shell` by default. On Electron only `visible` makes a difference. */
  readonly browser?: BrowserKind
  /** What `app.isPackaged` says; on the stand-in only. */
  readonly isPackaged?: boolean
  /** Keeps every message that crosses IPC, for `recordedIpc()`. It costs memory. */
  readonly recordIpc?: boolean
  /** The folder of the app's package.json; this repository by default. */
  readonly entry?: string
}

export interface ExitStatus {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface SecondStartResult extends ExitStatus {
  readonly standardError: string
}

export interface LaunchedApp {
  readonly isStandIn: boolean
  /** Of the main process. */
  readonly pid: number
  readonly data: string
  readonly exited: Promise<ExitStatus>
  /** Ports on loopback that the test itself has opened, to drive the app. */
  readonly testPorts: readonly number[]
  /** Waits for the window and its page. */
  readonly chatWindow: () => Promise<Page>
  readonly keyWindow: () => Promise<Page>
  readonly windows: () => readonly Page[]
  /** All processes of the app that run now. */
  readonly processes: () => readonly AppProcess[]
  readonly rendererPidOf: (page: Page) => Promise<number>
  /**
   * Kills the process that draws the chat window's page; resolves when it is gone. The page is of no use any more: `chatWindow` gives
   * the one that the app loads in its place. On the stand-in only, as Playwright finds no such page in Electron.
   */
  readonly crashChat: () => Promise<void>
  /** What main holds now, with what it does not need thrown away. */
  readonly mainMemory: () => Promise<MainMemory>
  /** Every message that crossed IPC, both ways, since the start. The start must have set `recordIpc`. */
  readonly recordedIpc: () => Promise<readonly RecordedIpcMessage[]>
  /** What the app asked of the desktop: links opened, dialogs shown. */
  readonly shellCalls: () => Promise<readonly ShellCall[]>
  /** Answers the dialog that is open, or the next one. */
  readonly answerDialog: (answer: DialogAnswer) => Promise<void>
  readonly clipboardText: () => Promise<string>
  readonly setSystemTheme: (theme: 'light' | 'dark') => Promise<void>
  /** Sets the size of the chat window's page. */
  readonly resize: (width: number, height: number) => Promise<void>
  /** Starts the app again on the same folder and waits for that start to end. */
  readonly secondStart: (...extra: readonly string[]) => Promise<SecondStartResult>
  readonly standardError: () => string
  /** SIGKILL to main; waits until no process of the app is left. Its data stays for a next start, until `close()`. */
  readonly kill: () => Promise<void>
  /** Quits as a person would; waits until nothing of the app is left. */
  readonly close: () => Promise<void>
}

/** What a start needs once every default is filled in. */
export interface StartOptions {
  readonly entry: string
  readonly main: string
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly browser: BrowserKind
  readonly isPackaged: boolean
  readonly recordIpc: boolean
}

/** What the two ways of starting give. */
export type StartedApp = Omit<LaunchedApp, 'data'>

const repositoryRoot = join(import.meta.dirname, '../..')

/** A closed list: nothing of the developer's own (keys, proxies, settings) reaches the app. */
const inheritedVariables = ['PATH', 'TZ', 'TMPDIR'] as const
const displayVariables = ['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY'] as const

/** Fails, with what the app wrote, when it ends before it has a window or does not open one in time. */
export async function launch(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const tempFolder = createTempFolder('parley-run-')
  const home = options.home ?? join(tempFolder.path, 'home')
  const configuration = join(home, '.config')
  const data = options.data ?? (options.home === undefined ? join(tempFolder.path, 'data') : join(configuration, 'Parley'))
  for (const folder of [home, data]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const ownKeyring = options.keychain === 'real' && options.keyring === undefined ? await startKeyring('unlocked') : null
  const keyring = options.keyring ?? ownKeyring
  const cleanUp = async (): Promise<void> => {
    await ownKeyring?.stop()
    tempFolder.removeFolder()
  }
  const entry = options.entry ?? repositoryRoot
  const browser = options.browser ?? 'headless-shell'
  const motion = options.motion ?? (browser === 'headless-shell' ? 'reduced' : 'full')
  const start: StartOptions = {
    entry,
    main: resolveMainFile(entry),
    arguments: [...(motion === 'reduced' ? ['--force-prefers-reduced-motion'] : []), ...(options.arguments ?? [])],
    environment: {
      ...pickVariables(inheritedVariables),
      // Electron needs a display even for windows that nobody looks at.
      ...(browser === 'visible' || electronBinary() !== null ? pickVariables(displayVariables) : {}),
      HOME: home,
      // English, whoever runs it: specs look for words.
      LANG: 'C.UTF-8',
      ...keyring?.environment,
      ...(options.home === undefined ? { PARLEY_DATA: data } : { XDG_CONFIG_HOME: configuration }),
      ...(options.hub === undefined ? {} : { PARLEY_HUB: options.hub }),
      ...(keyring === null ? { PARLEY_KEYCHAIN: 'memory' } : {}),
      ...options.environment,
    },
    browser,
    isPackaged: options.isPackaged === true,
    recordIpc: options.recordIpc === true,
  }
  try {
    const started = await startApp(start)
    const close = async (): Promise<void> => {
      try {
        await started.close()
      } finally {
        await cleanUp()
      }
    }
    return { ...started, data, close }
  } catch (error) {
    const log = join(data, 'logs/parley.log')
    const logged = existsSync(log) ? readFileSync(log, 'utf8') : 'nothing'
    await cleanUp()
    throw new Error(`The app did not start. It logged:\n${logged}`, { cause: error })
  }
}

/** Starts the app in just this environment, on whichever of the two is here. */
export function startApp(start: StartOptions): Promise<StartedApp> {
  const binary = electronBinary()
  return binary === null ? launchOnStandIn(start) : launchOnElectron(start, binary)
}

function pickVariables(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name] ?? '']])))
}

/** The built main script of the app whose package.json lies in `entry`. Fails when it is not built. */
export function resolveMainFile(entry: string): string {
  const { main }: { main?: string } = JSON.parse(readFileSync(join(entry, 'package.json'), 'utf8'))
  const path = join(entry, main ?? 'index.js')
  if (!existsSync(path)) throw new Error(`The app is not built: ${path} is missing. Run \`npx vite build\` first`)
  return path
}

/** Where Electron's binary is; null when it is not here or cannot run here. Asking the package itself would download it. */
export function electronBinary(): string | null {
  if (getElectronObstacle() !== null) return null
  const folder = join(repositoryRoot, 'node_modules/electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(binary) ? binary : null
}

/** Why Electron could not run even if its binary were here: it needs a display, and its sandbox, which stays on, refuses root. */
export function getElectronObstacle(): 'no-display' | 'root' | null {
  if (process.platform !== 'linux') return null
  if (process.getuid?.() === 0) return 'root'
  const { DISPLAY = '', WAYLAND_DISPLAY = '' } = process.env
  return DISPLAY === '' && WAYLAND_DISPLAY === '' ? 'no-display' : null
}
