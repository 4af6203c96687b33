// The life of an app on the stand-in for Electron: its start, its one instance, its windows, its end, and what is left of it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import type { AppProcess, LaunchedApp, LaunchOptions } from '../../support/launch.ts'
import { processesOf } from '../../support/process/processes.ts'
import { until } from '../../support/until.ts'
import { inMain, keptIn, launchFixture } from './fixture-app.ts'

let app: LaunchedApp
let page: Page

async function start(options: LaunchOptions = {}): Promise<void> {
  app = await launchFixture(options)
  page = await app.chatWindow()
}

async function killIfLeft(): Promise<void> {
  if (app.processes().length > 0) await app.kill()
}

const statusOf = ({ pid }: AppProcess): string => readFileSync(`/proc/${pid}/status`, 'utf8')
const commandOf = ({ pid }: AppProcess): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
/** The browser's throw-away folder. */
const folder = (): string => app.processes().flatMap((one) => /--user-data-dir=(\S+)\/profile/.exec(commandOf(one))?.[1] ?? [])[0] ?? ''
const environmentOf = ({ pid }: AppProcess): string => readFileSync(`/proc/${pid}/environ`, 'utf8')

test.describe('one that goes on', () => {
  test.beforeAll(() => start())
  test.afterAll(() => app.close())
  test.beforeEach(() => inMain(page, () => void (kept.length = 0)))

  test('runs its browser as another user, with its sandbox on', () => {
    const processes = app.processes()
    const renderers = processes.filter(({ kind }) => kind === 'renderer')
    expect(renderers.length).toBeGreaterThan(0)
    for (const one of renderers) expect(statusOf(one)).toMatch(/^Seccomp:\t2$/m)
    for (const one of processes) expect(commandOf(one)).not.toContain(['--no', 'sandbox'].join('-') + ' ')
    const browsers = processes.filter(({ kind }) => kind !== 'main' && kind !== 'other')
    // Only root must lend it another user.
    if (process.getuid?.() === 0) for (const one of browsers) expect(statusOf(one)).toMatch(/^Uid:\t65534\t65534\t/m)
  })

  test('hands nothing of the environment to its browser but a closed list', async () => {
    const names = app.processes().flatMap((one) => (one.kind === 'browser' ? environmentOf(one).split('\0') : []))
    const usual = ['HOME', 'PATH', 'TMPDIR', 'PWD', 'LANG', 'LANGUAGE', 'LC_ALL', 'TZ', 'SHLVL', 'OLDPWD', '_']
    const others = names.map((one) => one.split('=')[0] ?? '').filter((name) => name !== '' && !usual.includes(name))
    expect(others.filter((name) => !/^(?:CHROME|GSETTINGS|XDG_|DESKTOP)/.test(name))).toEqual([])
  })

  test('knows its name, version and folders', async () => {
    const told = await inMain(page, ({ app: main }) => [
      main.getName(),
      main.getVersion(),
      main.isPackaged,
      main.isReady(),
      main.getPath('userData') === `${main.getPath('appData')}/Fixture`,
      main.getPath('userData') === main.getPath('sessionData'),
    ])
    expect(told).toEqual(['Fixture', '1.2.3', false, true, true, true])
  })

  test('stays the only instance of its folder, and hears what the second was told', async () => {
    await inMain(page, ({ app: main }) => {
      main.on('second-instance', (_event, argv) => kept.push(argv.at(-1)))
    })
    const second = await app.secondStart('--from-the-second')
    expect([second.code, second.standardError, await keptIn(page)]).toEqual([0, '', ['--from-the-second']])
    expect(app.windows()).toHaveLength(1)
  })

  test('stays when a window refuses to close', async () => {
    await inMain(page, ({ app: main, BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.once('close', (event) => {
        event.preventDefault()
        kept.push('refused')
      })
      main.quit()
    })
    expect(await keptIn(page)).toEqual(['refused'])
    expect(app.windows()).toHaveLength(1)
  })

  test('stays when the app refuses to quit', async () => {
    const told = await inMain(page, ({ app: main }) => {
      main.once('before-quit', (event) => event.preventDefault())
      main.quit()
      return 'here'
    })
    expect(told).toBe('here')
  })

  test('tells of a renderer that was killed, and loads it anew with its preload', async () => {
    await inMain(page, ({ app: main }, _value, { sender }) => {
      sender.on('render-process-gone', (_event, { reason }) => {
        kept.push(reason, sender.isCrashed(), sender.getOSProcessId())
        void sender.loadURL('app://fixture/index.html').then(() => kept.push(sender.isCrashed(), sender.getURL()))
      })
      main.on('render-process-gone', (_event, contents, { reason }) => kept.push(contents === sender, reason))
    })
    const killed = await app.rendererPidOf(page)
    await app.crashChat()
    page = await app.chatWindow()
    expect(await page.evaluate(() => [window.atStart, window.bridge.text])).toEqual(['object', 'text'])
    expect(await app.rendererPidOf(page)).not.toBe(killed)
    await expect.poll(() => keptIn(page)).toEqual([true, 'killed', 'killed', true, 0, false, 'app://fixture/index.html'])
  })

  test('fails to load a page whose renderer is killed meanwhile', async () => {
    // The page is never answered, so that it is still being loaded.
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
      const told = await loaded
      window.destroy()
      main.emit('serve-again')
      return told
    })
    expect(failed).toContain('ERR_FAILED')
  })

  test('opens a window of the size asked for, and resizes it', async () => {
    const sizes = await inMain(page, async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false, width: 640, height: 480, title: 'Small' })
      await window.loadURL('app://fixture/key.html')
      return [window.getBounds(), window.getTitle(), window.isVisible()]
    })
    expect(sizes).toEqual([{ x: 0, y: 0, width: 640, height: 480 }, 'Small', false])
    const small = await app.keyWindow()
    await expect.poll(() => small.evaluate(() => [innerWidth, innerHeight])).toEqual([640, 480])
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

  test('tells which window has the focus', async () => {
    const told = await inMain(page, ({ app: main, BrowserWindow }) => {
      const [first] = BrowserWindow.getAllWindows()
      const heard: string[] = []
      main.once('browser-window-blur', (_event, window) => heard.push(window === first ? 'app told of the first' : 'app told of another'))
      main.once('browser-window-focus', (_event, window) =>
        heard.push(window === first ? 'app told of the first' : 'app told of the second'),
      )
      first?.on('blur', () => heard.push('first blurred'))
      const second = new BrowserWindow({ show: false })
      second.on('focus', () => heard.push('second focused'))
      second.show()
      const focused = BrowserWindow.getFocusedWindow() === second
      second.destroy()
      return [heard, focused, second.isVisible(), first?.isFocused()]
    })
    expect(told).toEqual([['app told of the first', 'first blurred', 'app told of the second', 'second focused'], true, true, false])
  })
})

test.describe('one that ends', () => {
  test.afterEach(killIfLeft)

  test.describe('after a start as usual', () => {
    test.beforeEach(() => start())

    test('quits by closing its windows, and leaves no process and no folder, that of its data included', async () => {
      const { data } = app
      const browsers = folder()
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

    test('leaves no process and no folder when main is killed, and the lock to the next start', async () => {
      const browsers = folder()
      expect(existsSync(browsers)).toBe(true)
      const { data } = app
      await app.kill()
      expect(await app.exited).toEqual({ code: null, signal: 'SIGKILL' })
      expect([app.processes(), existsSync(browsers)]).toEqual([[], false])
      await start({ data })
      expect(await page.title()).toBe('Fixture')
    })

    test('goes on after a promise that nobody handled has failed, and says so', async () => {
      const told = await inMain(page, () => {
        void Promise.reject(new Error('handled by nobody'))
        return 'here'
      })
      expect(told).toBe('here')
      await app.close()
      expect([await app.exited, app.standardError()]).toEqual([{ code: 0, signal: null }, expect.stringContaining('handled by nobody')])
    })
  })

  test('says that it is packaged when the start says so', async () => {
    await start({ isPackaged: true })
    expect(await inMain(page, ({ app: main }) => main.isPackaged)).toBe(true)
  })

  test('opens one window without a browser around it on a display, which its user may close', async () => {
    test.skip(!existsSync('/usr/bin/Xvfb'), 'There is no Xvfb here')
    const screen = spawn('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
    try {
      const [number] = await once(screen.stdio[3] ?? screen, 'data')
      await start({ browser: 'shown', environment: { DISPLAY: `:${String(number).trim()}` } })
      const height = await page.evaluate(() => [outerHeight - innerHeight < 40, innerHeight, document.visibilityState, window.atStart])
      expect([height, app.windows().length]).toEqual([[true, 600, 'visible', 'object'], 1])
      await page.close()
      expect(await app.exited).toEqual({ code: 0, signal: null })
    } finally {
      screen.kill()
    }
  })
})

test('ends with the test that started it, even when that is killed', async () => {
  const program = `
    import { launch } from ${JSON.stringify(join(import.meta.dirname, '../../support/launch.ts'))}
    const app = await launch({ entry: ${JSON.stringify(join(import.meta.dirname, './fixture'))} })
    process.stdout.write(String(app.pid))`
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [pid] = await once(starter.stdout, 'data')
  expect(processesOf(Number(pid), null).length).toBeGreaterThan(1)
  starter.kill('SIGKILL')
  await until('the app to end', () => (processesOf(Number(pid), null).length === 0 ? true : null))
})
