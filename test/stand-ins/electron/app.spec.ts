// The life cycle of an app on the stand-in for Electron: start, single instance, windows, exit, and what remains afterwards.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import type { AppProcess, LaunchedApp, LaunchOptions } from '../../support/launch.ts'
import { listProcesses } from '../../support/process/processes.ts'
import { waitUntil } from '../../support/wait-until.ts'
import { inMain, readRecorded, launchFixture } from './fixture-app.ts'

let app: LaunchedApp
let page: Page

async function start(options: LaunchOptions = {}): Promise<void> {
  app = await launchFixture(options)
  page = await app.chatWindow()
}

async function killRemainingProcess(): Promise<void> {
  if (app.processes().length > 0) await app.kill()
}

const readProcessStatus = ({ pid }: AppProcess): string => readFileSync(`/proc/${pid}/status`, 'utf8')
const readCommandLine = ({ pid }: AppProcess): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
/** The browser's throw-away folder. */
const getProfileFolder = (): string =>
  app.processes().flatMap((appProcess) => /--user-data-dir=(\S+)\/profile/.exec(readCommandLine(appProcess))?.[1] ?? [])[0] ?? ''
const readEnvironment = ({ pid }: AppProcess): string => readFileSync(`/proc/${pid}/environ`, 'utf8')

test.describe('stand-in app while it runs', () => {
  test.beforeAll(() => start())
  test.afterAll(() => app.close())
  test.beforeEach(() => inMain(page, () => void (recorded.length = 0)))

  test('runs its browser as an unprivileged user with the sandbox on', () => {
    const processes = app.processes()
    const renderers = processes.filter(({ kind }) => kind === 'renderer')
    expect(renderers.length).toBeGreaterThan(0)
    for (const appProcess of renderers) expect(readProcessStatus(appProcess)).toMatch(/^Seccomp:\t2$/m)
    for (const appProcess of processes) expect(readCommandLine(appProcess)).not.toContain(['--no', 'sandbox'].join('-') + ' ')
    const browsers = processes.filter(({ kind }) => kind !== 'main' && kind !== 'other')
    // Only root has to switch to another user.
    if (process.getuid?.() === 0) for (const appProcess of browsers) expect(readProcessStatus(appProcess)).toMatch(/^Uid:\t65534\t65534\t/m)
  })

  test('passes only an allowlist of environment variables to its browser', async () => {
    const environmentEntries = app
      .processes()
      .flatMap((appProcess) => (appProcess.kind === 'browser' ? readEnvironment(appProcess).split('\0') : []))
    const standardVariables = ['HOME', 'PATH', 'TMPDIR', 'PWD', 'LANG', 'LANGUAGE', 'LC_ALL', 'TZ', 'SHLVL', 'OLDPWD', '_']
    const otherVariables = environmentEntries
      .map((appProcess) => appProcess.split('=')[0] ?? '')
      .filter((name) => name !== '' && !standardVariables.includes(name))
    expect(otherVariables.filter((name) => !/^(?:CHROME|GSETTINGS|XDG_|DESKTOP)/.test(name))).toEqual([])
  })

  test('knows its name, version and folders', async () => {
    const appPaths = await inMain(page, ({ app: main }) => [
      main.getName(),
      main.getVersion(),
      main.isPackaged,
      main.isReady(),
      main.getPath('userData') === `${main.getPath('appData')}/Fixture`,
      main.getPath('userData') === main.getPath('sessionData'),
    ])
    expect(appPaths).toEqual(['Fixture', '1.2.3', false, true, true, true])
  })

  test('stays the single instance of its folder and receives the arguments of a second start', async () => {
    await inMain(page, ({ app: main }) => {
      main.on('second-instance', (_event, argv) => recorded.push(argv.at(-1)))
    })
    const second = await app.secondStart('--from-the-second')
    expect([second.code, second.standardError, await readRecorded(page)]).toEqual([0, '', ['--from-the-second']])
    expect(app.windows()).toHaveLength(1)
  })

  test('keeps running when a window refuses to close', async () => {
    await inMain(page, ({ app: main, BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.once('close', (event) => {
        event.preventDefault()
        recorded.push('refused')
      })
      main.quit()
    })
    expect(await readRecorded(page)).toEqual(['refused'])
    expect(app.windows()).toHaveLength(1)
  })

  test('keeps running when the app cancels quitting', async () => {
    const reply = await inMain(page, ({ app: main }) => {
      main.once('before-quit', (event) => event.preventDefault())
      main.quit()
      return 'still running'
    })
    expect(reply).toBe('still running')
  })

  test('reports a killed renderer and loads it again with its preload', async () => {
    await inMain(page, ({ app: main }, _value, { sender }) => {
      sender.on('render-process-gone', (_event, { reason }) => {
        recorded.push(reason, sender.isCrashed(), sender.getOSProcessId())
        void sender.loadURL('app://fixture/index.html').then(() => recorded.push(sender.isCrashed(), sender.getURL()))
      })
      main.on('render-process-gone', (_event, contents, { reason }) => recorded.push(contents === sender, reason))
    })
    const killedPid = await app.rendererPidOf(page)
    await app.crashChat()
    page = await app.chatWindow()
    expect(await page.evaluate(() => [window.bridgeTypeAtStart, window.bridge.text])).toEqual(['object', 'text'])
    expect(await app.rendererPidOf(page)).not.toBe(killedPid)
    await expect.poll(() => readRecorded(page)).toEqual([true, 'killed', 'killed', true, 0, false, 'app://fixture/index.html'])
  })

  test('rejects loadURL when the renderer is killed meanwhile', async () => {
    // The script is never served, so the page is still loading.
    const failed = await inMain(page, async ({ app: main, BrowserWindow, session }) => {
      session.defaultSession.protocol.unhandle('app')
      session.defaultSession.protocol.handle('app', (request) =>
        request.url.endsWith('.js')
          ? new Promise<Response>(() => {})
          : new Response('<script src="never.js"></script>', { headers: { 'content-type': 'text/html' } }),
      )
      const window = new BrowserWindow({ show: false })
      const loaded = window.loadURL('app://fixture/other.html').then(
        () => 'loaded',
        (error: Error) => error.message,
      )
      await new Promise<void>((resolve) => window.webContents.once('did-navigate', () => resolve()))
      window.webContents.forcefullyCrashRenderer()
      const outcome = await loaded
      window.destroy()
      main.emit('serve-again')
      return outcome
    })
    expect(failed).toContain('ERR_FAILED')
  })

  test('opens a window with the requested size and resizes it', async () => {
    const sizes = await inMain(page, async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false, width: 640, height: 480, title: 'Small' })
      await window.loadURL('app://fixture/key.html')
      return [window.getBounds(), window.getTitle(), window.isVisible()]
    })
    expect(sizes).toEqual([{ x: 0, y: 0, width: 640, height: 480 }, 'Small', false])
    const keyWindow = await app.keyWindow()
    await expect.poll(() => keyWindow.evaluate(() => [innerWidth, innerHeight])).toEqual([640, 480])
    await app.resize(1000, 700)
    expect(await page.evaluate(() => [innerWidth, innerHeight, document.visibilityState])).toEqual([1000, 700, 'visible'])
    await inMain(page, ({ BrowserWindow }) => BrowserWindow.getAllWindows().at(-1)?.destroy())
    await expect.poll(() => app.windows().length).toBe(1)
  })

  test('closes a child window with its parent', async () => {
    const closed = await inMain(page, ({ BrowserWindow }) => {
      const parent = new BrowserWindow({ show: false })
      const child = new BrowserWindow({ show: false, parent })
      return new Promise((resolve) => {
        child.once('closed', () => resolve([child.isDestroyed(), BrowserWindow.getAllWindows().includes(child)]))
        parent.close()
      })
    })
    expect(closed).toEqual([true, false])
  })

  test('reports which window has the focus', async () => {
    const focusResults = await inMain(page, ({ app: main, BrowserWindow }) => {
      const [first] = BrowserWindow.getAllWindows()
      const receivedEvents: string[] = []
      main.once('browser-window-blur', (_event, window) =>
        receivedEvents.push(window === first ? 'app: first window' : 'app: another window'),
      )
      main.once('browser-window-focus', (_event, window) =>
        receivedEvents.push(window === first ? 'app: first window' : 'app: second window'),
      )
      first?.on('blur', () => receivedEvents.push('first blurred'))
      const second = new BrowserWindow({ show: false })
      second.on('focus', () => receivedEvents.push('second focused'))
      second.show()
      const isSecondFocused = BrowserWindow.getFocusedWindow() === second
      second.destroy()
      return [receivedEvents, isSecondFocused, second.isVisible(), first?.isFocused()]
    })
    expect(focusResults).toEqual([['app: first window', 'first blurred', 'app: second window', 'second focused'], true, true, false])
  })
})

test.describe('stand-in app when it ends', () => {
  test.afterEach(killRemainingProcess)

  test.describe('after a normal start', () => {
    test.beforeEach(() => start())

    test('closes its windows on quit and leaves no process, browser folder or data folder', async () => {
      const { data } = app
      const browsers = getProfileFolder()
      expect([existsSync(browsers), existsSync(data)]).toEqual([true, true])
      await app.close()
      expect(await app.exited).toEqual({ code: 0, signal: null })
      expect([app.processes(), existsSync(browsers), existsSync(data)]).toEqual([[], false, false])
    })

    test('quits when its last window is closed', async () => {
      await page.evaluate(() => window.bridge.send('nothing'))
      await inMain(page, ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => 'the window went first')
      expect(await app.exited).toEqual({ code: 0, signal: null })
    })

    test('leaves no process, browser folder or instance lock when main is killed', async () => {
      const browsers = getProfileFolder()
      expect(existsSync(browsers)).toBe(true)
      const { data } = app
      await app.kill()
      expect(await app.exited).toEqual({ code: null, signal: 'SIGKILL' })
      expect([app.processes(), existsSync(browsers)]).toEqual([[], false])
      await start({ data })
      expect(await page.title()).toBe('Fixture')
    })

    test('keeps running after an unhandled rejection and writes it to stderr', async () => {
      const reply = await inMain(page, () => {
        void Promise.reject(new Error('not handled'))
        return 'still running'
      })
      expect(reply).toBe('still running')
      await app.close()
      expect([await app.exited, app.standardError()]).toEqual([{ code: 0, signal: null }, expect.stringContaining('not handled')])
    })
  })

  test('reports isPackaged as the launch options say', async () => {
    await start({ isPackaged: true })
    expect(await inMain(page, ({ app: main }) => main.isPackaged)).toBe(true)
  })

  test('opens one window without browser controls on a display and quits when it is closed', async () => {
    test.skip(!existsSync('/usr/bin/Xvfb'), 'There is no Xvfb here')
    const xvfbProcess = spawn('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
    try {
      const [number] = await once(xvfbProcess.stdio[3] ?? xvfbProcess, 'data')
      await start({ browser: 'visible', environment: { DISPLAY: `:${String(number).trim()}` } })
      const height = await page.evaluate(() => [
        outerHeight - innerHeight < 40,
        innerHeight,
        document.visibilityState,
        window.bridgeTypeAtStart,
      ])
      expect([height, app.windows().length]).toEqual([[true, 600, 'visible', 'object'], 1])
      await page.close()
      expect(await app.exited).toEqual({ code: 0, signal: null })
    } finally {
      xvfbProcess.kill()
    }
  })
})

test.describe('stand-in app when its test ends', () => {
  test('ends when the test process that started it is killed', async () => {
    const program = `
    import { launch } from ${JSON.stringify(join(import.meta.dirname, '../../support/launch.ts'))}
    const app = await launch({ entry: ${JSON.stringify(join(import.meta.dirname, './fixture'))} })
    process.stdout.write(String(app.pid))`
    const starterProcess = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [pid] = await once(starterProcess.stdout, 'data')
    expect(listProcesses(Number(pid), null).length).toBeGreaterThan(1)
    starterProcess.kill('SIGKILL')
    await waitUntil('the app to end', () => (listProcesses(Number(pid), null).length === 0 ? true : null))
  })
})
