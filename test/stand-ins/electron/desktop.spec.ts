// What an app on the stand-in for Electron uses of the desktop: links, dialogs, clipboard, menus, theme, screen and net.fetch.

import { createServer } from 'node:http'
import { expect, test, type Page } from '@playwright/test'
import type { LaunchedApp } from '../../support/launch.ts'
import { inMain, readRecorded, launchFixture } from './fixture-app.ts'

let app: LaunchedApp
let page: Page

test.beforeAll(async () => {
  app = await launchFixture()
  page = await app.chatWindow()
})
test.afterAll(() => app.close())

const prefersDark = (): Promise<boolean> => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)

test.describe('links and dialogs', () => {
  test('records a link instead of opening it', async () => {
    await inMain(page, ({ shell }) => shell.openExternal('https://example.org/'))
    expect((await app.shellCalls()).at(-1)).toEqual({ kind: 'open-external', url: 'https://example.org/' })
  })

  test('keeps a dialog open until the test answers it', async () => {
    await inMain(page, ({ dialog }) => {
      recorded.push(dialog.showMessageBox({ message: 'Really?', buttons: ['Yes', 'No'], cancelId: 1 }))
    })
    expect((await app.shellCalls()).at(-1)).toEqual({
      kind: 'message-box',
      options: { message: 'Really?', buttons: ['Yes', 'No'], cancelId: 1 },
    })
    await app.answerDialog({ kind: 'button', index: 0, isChecked: true })
    expect(await inMain(page, () => recorded.pop())).toEqual({ response: 0, checkboxChecked: true })
  })

  test('answers later dialogs in the order of the given answers', async () => {
    await app.answerDialog({ kind: 'cancel' })
    await app.answerDialog({ kind: 'files', paths: ['/chosen/file.md'] })
    await app.answerDialog({ kind: 'files', paths: ['/one', '/two'] })
    const results = await inMain(page, async ({ dialog, BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      if (window === undefined) return []
      return [
        await dialog.showMessageBox(window, { message: 'Again?', buttons: ['Yes', 'No'], cancelId: 1 }),
        await dialog.showSaveDialog({ defaultPath: 'file.md' }),
        await dialog.showOpenDialog(window, { properties: ['multiSelections'] }),
      ]
    })
    expect(results).toEqual([
      { response: 1, checkboxChecked: false },
      { canceled: false, filePath: '/chosen/file.md' },
      { canceled: false, filePaths: ['/one', '/two'] },
    ])
  })

  test('records the text of an error box', async () => {
    await inMain(page, ({ dialog }) => dialog.showErrorBox('Title', 'Content'))
    expect((await app.shellCalls()).at(-1)).toEqual({ kind: 'error-box', title: 'Title', content: 'Content' })
  })
})

test.describe('clipboard', () => {
  test('has its own clipboard', async () => {
    const results = await inMain(page, async ({ clipboard }) => {
      await clipboard.writeText('copied')
      return clipboard.readText()
    })
    expect([results, await app.clipboardText()]).toEqual(['copied', 'copied'])
  })
})

test.describe('theme', () => {
  test('applies the theme of the system to its pages', async () => {
    await inMain(page, ({ nativeTheme }) => {
      nativeTheme.once('updated', () => recorded.push(nativeTheme.shouldUseDarkColors))
    })
    expect(await prefersDark()).toBe(false)
    await app.setSystemTheme('dark')
    expect(await readRecorded(page)).toEqual([true])
    await expect.poll(prefersDark).toBe(true)
    await app.setSystemTheme('light')
    await expect.poll(prefersDark).toBe(false)
  })

  test('applies the theme chosen by the app to open and new pages', async () => {
    await inMain(page, ({ nativeTheme }) => void (nativeTheme.themeSource = 'dark'))
    await expect.poll(prefersDark).toBe(true)
    await inMain(page, ({ BrowserWindow }) => new BrowserWindow({ show: false }).loadURL('app://fixture/key.html'))
    const second = await app.keyWindow()
    expect(await second.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
    await inMain(page, ({ nativeTheme }) => void (nativeTheme.themeSource = 'system'))
    await expect.poll(prefersDark).toBe(false)
  })

  test('lets a test emulate the preferred colour scheme', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await prefersDark()).toBe(true)
    await page.emulateMedia({ colorScheme: null })
  })
})

test.describe('net.fetch', () => {
  test('fetches without cookies and follows the rules of fetch', async () => {
    const recordedCalls: unknown[] = []
    const server = createServer((request, response) => {
      recordedCalls.push([request.url, request.headers.cookie])
      response.setHeader('set-cookie', 'session=1').setHeader('location', '/target')
      response.writeHead(request.url === '/redirect' ? 302 : 200).end('answered')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const results = await inMain(
      page,
      async ({ net }, origin) => [
        await (await net.fetch(`${origin}/one`)).text(),
        await (await net.fetch(`${origin}/two`)).text(),
        await net.fetch(`${origin}/redirect`, { redirect: 'error' }).catch((error: Error) => error.name),
        await net.fetch(`${origin}/three`, { signal: AbortSignal.abort() }).catch((error: Error) => error.name),
      ],
      `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    )
    await new Promise((resolve) => server.close(resolve))
    expect(results).toEqual(['answered', 'answered', 'TypeError', 'AbortError'])
    expect(recordedCalls).toEqual([
      ['/one', undefined],
      ['/two', undefined],
      ['/redirect', undefined],
    ])
  })
})

test.describe('menu and screen', () => {
  test('returns the menu the app has set', async () => {
    const results = await inMain(page, ({ Menu }) => {
      Menu.setApplicationMenu(Menu.buildFromTemplate([{ label: 'Edit', submenu: [{ role: 'copy' }] }]))
      return Menu.getApplicationMenu()?.items.map(({ label }) => label)
    })
    expect(results).toEqual(['Edit'])
  })

  test('has one screen', async () => {
    const results = await inMain(page, ({ screen }) => [screen.getPrimaryDisplay().workAreaSize, screen.getAllDisplays().length])
    expect(results).toEqual([{ width: 1920, height: 1080 }, 1])
  })
})
