// `npm start`: opens Parley with the person's own data, keychain and network. Runs in Electron if it can be fetched, otherwise in
// Chromium on the stand-in for Electron.

import { spawn } from 'node:child_process'
import { resolveMainFile, getElectronObstacle } from '../test/support/launch.ts'
import { spawnStandIn } from '../test/stand-ins/electron/app-process.ts'
import { build, root } from './build.ts'
import { ensureElectron, hasDisplay } from './electron.ts'
import { environmentWithProxy } from './proxy.ts'

process.exitCode = hasDisplay() ? await openApp() : reportNoDisplay()

function reportNoDisplay(): number {
  console.error('Parley needs a display. To see it work without one, run: npm run demo')
  return 1
}

/** @returns the exit status of the app */
async function openApp(): Promise<number> {
  await build()
  const electron = await ensureElectron()
  if (electron !== null) return openInElectron(electron)
  if (process.platform === 'linux') return openOnStandIn()
  console.error('Electron could not be fetched, and Parley needs it on this system. Try again with a connection to github.com.')
  return 1
}

async function openInElectron(electron: string): Promise<number> {
  const child = spawn(electron, [root], { cwd: root, stdio: 'inherit' })
  onSignal(() => child.kill('SIGTERM'))
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

async function openOnStandIn(): Promise<number> {
  const reason = getElectronObstacle() === 'root' ? 'Electron does not run as root' : 'Electron could not be fetched'
  console.error(`${reason}, so Parley opens in Chromium, on a stand-in for Electron; links and file dialogs do not work there.`)
  const app = spawnStandIn({
    entry: root,
    main: resolveMainFile(root),
    arguments: [],
    environment: environmentWithProxy(),
    browser: 'visible',
    isPackaged: false,
    recordIpc: false,
  })
  onSignal(() => void app.ask('quit').catch(() => undefined))
  const { code } = await app.exited
  if (code !== 0) console.error(app.standardError())
  return code ?? 1
}

/** Quits the app instead of dying with the signal, so that it can save its data. */
function onSignal(quit: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quit)
}
