// What a page on the stand-in for Electron may reach: app:// pages, requests, navigations, new windows, permissions, partitions,
// downloads, and requests of main itself.

import { createServer, type Server } from 'node:http'
import { expect, test, type Page } from '@playwright/test'
import type { LaunchedApp } from '../../support/launch.ts'
import { inMain, readRecorded, launchFixture } from './fixture-app.ts'

let app: LaunchedApp
let page: Page
let server: Server
let origin: string
let serverRequests: string[]

test.beforeAll(async () => {
  server = createServer((request, response) => {
    serverRequests.push(`${request.method} ${request.url}`)
    if (request.url === '/redirect') response.writeHead(302, { location: '/target' })
    else response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*', 'x-theirs': 'theirs' })
    response.end('<title>Elsewhere</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  app = await launchFixture()
  page = await app.chatWindow()
  await inMain(page, ({ app: main, ipcMain, session }) => {
    const { defaultSession } = session
    // Undoes everything a spec below may have set, and goes back to the first page.
    ipcMain.on('reset', ({ sender }) => {
      recorded.length = 0
      defaultSession.webRequest.onBeforeRequest(null)
      defaultSession.webRequest.onHeadersReceived(null)
      defaultSession.setPermissionRequestHandler(null)
      defaultSession.setPermissionCheckHandler(null)
      defaultSession.removeAllListeners('will-download')
      for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'did-finish-load']) sender.removeAllListeners(name)
      main.emit('serve-again')
      void sender.loadURL('app://fixture/index.html')
    })
  })
})
test.afterAll(async () => {
  await app.close()
  await new Promise((resolve) => server.close(resolve))
})

test.beforeEach(async () => {
  serverRequests = []
  // Not its load event: the one of the previous page may arrive only now.
  await page.evaluate(() => {
    document.documentElement.dataset['before'] = 'this spec'
    window.bridge.send('reset')
  })
  await page.waitForFunction(() => document.documentElement.dataset['before'] === undefined && document.readyState === 'complete')
})

test.describe('app://', () => {
  test('serves a page with the status and headers of its handler', async () => {
    const results = await page.evaluate(async () => {
      const [foundReply, missing] = await Promise.all([fetch('page.js'), fetch('none.txt')])
      return [foundReply.status, foundReply.headers.get('x-fixture'), missing.status, isSecureContext]
    })
    expect(results).toEqual([200, 'yes', 404, true])
  })

  test('passes the method, headers and body of a request to its handler', async () => {
    await inMain(page, ({ session }) => {
      session.defaultSession.protocol.unhandle('app')
      session.defaultSession.protocol.handle('app', async (request) => {
        return Response.json([request.url, request.method, request.headers.get('x-mine'), await request.text()])
      })
    })
    const results = await page.evaluate(async () => {
      const response = await fetch('deep/path?q=1', { method: 'POST', body: 'sent', headers: { 'x-mine': 'mine' } })
      return (await response.json()) as unknown
    })
    expect(results).toEqual(['app://fixture/deep/path?q=1', 'POST', 'mine', 'sent'])
  })

  test('enforces the content security policy of the page', async () => {
    const results = await page.evaluate(async () => {
      const blocked = new Promise((resolve) => {
        addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true })
      })
      document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = true' }))
      return [await blocked, 'ran' in window]
    })
    expect(results).toEqual(['script-src-elem', false])
  })

  test('fails a request whose handler throws and logs the error', async () => {
    await inMain(page, ({ session }) => {
      session.defaultSession.protocol.unhandle('app')
      session.defaultSession.protocol.handle('app', () => {
        throw new Error('no such disk')
      })
    })
    expect(await page.evaluate(() => fetch('page.js').catch((error: Error) => error.name))).toBe('TypeError')
    expect(app.standardError()).toContain('no such disk')
  })
})

test.describe('webRequest', () => {
  test('asks about every request and cancels what the app refuses', async () => {
    await inMain(page, ({ session }) => {
      session.defaultSession.webRequest.onBeforeRequest((details, decide) => {
        recorded.push([details.method, details.resourceType, details.url])
        decide({ cancel: !details.url.startsWith('app:') })
      })
    })
    const results = await page.evaluate(async (address) => {
      const image = new Image()
      const failed = new Promise((resolve) => image.addEventListener('error', () => resolve('failed')))
      image.src = `${address}/image.png`
      return [await fetch(`${address}/data`).catch(() => 'failed'), await failed, (await fetch('page.js')).status]
    }, origin)
    expect(results).toEqual(['failed', 'failed', 200])
    expect(serverRequests).toEqual([])
    const recordedRequests = await readRecorded(page)
    expect(recordedRequests).toHaveLength(3)
    expect(recordedRequests).toEqual(
      expect.arrayContaining([
        ['GET', 'xhr', `${origin}/data`],
        ['GET', 'image', `${origin}/image.png`],
        ['GET', 'xhr', 'app://fixture/page.js'],
      ]),
    )
  })

  test('asks only about addresses that match its filter', async () => {
    await inMain(page, ({ session }, address) => {
      session.defaultSession.webRequest.onBeforeRequest({ urls: [`${address}/no/*`] }, (_details, decide) => decide({ cancel: true }))
    }, origin) // prettier-ignore
    const results = await page.evaluate(async (address) => {
      return [await fetch(`${address}/no/1`).catch(() => 'failed'), (await fetch(`${address}/yes/1`)).status]
    }, origin)
    expect([results, serverRequests]).toEqual([['failed', 200], ['GET /yes/1']])
  })

  test('lets the app change the response headers', async () => {
    await inMain(page, ({ session }) => {
      session.defaultSession.webRequest.onHeadersReceived((details, decide) => {
        decide({ responseHeaders: { ...details.responseHeaders, 'x-ours': ['ours'], 'access-control-expose-headers': ['*'] } })
      })
    })
    const results = await page.evaluate(async (address) => {
      const [theirs, ownReply] = await Promise.all([fetch(`${address}/data`), fetch('page.js')])
      return [theirs.headers.get('x-theirs'), theirs.headers.get('x-ours'), ownReply.headers.get('x-ours')]
    }, origin)
    expect(results).toEqual(['theirs', 'ours', 'ours'])
  })
})

test.describe('navigation', () => {
  const navigationMethods = {
    'a script': (address: string) => void (location.href = `${address}/away`),
    'a link': (address: string) => {
      const link = Object.assign(document.createElement('a'), { href: `${address}/away` })
      document.body.append(link)
      link.click()
    },
    'a form': (address: string) => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action: `${address}/away` })
      document.body.append(form)
      form.submit()
    },
    'a meta refresh': (address: string) => {
      document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0; url=${address}/away` }))
    },
  }

  for (const [caseName, navigate] of Object.entries(navigationMethods)) {
    test(`stops ${caseName} to another site when the app prevents it`, async () => {
      await inMain(page, (_electron, _value, { sender }) => {
        sender.on('will-frame-navigate', (event) => recorded.push(['will-frame-navigate', event.url, event.isMainFrame]))
        sender.on('will-navigate', (event) => {
          recorded.push(['will-navigate', event.url, event.isMainFrame])
          event.preventDefault()
        })
      })
      await page.evaluate(navigate, origin)
      await expect
        .poll(() => readRecorded(page))
        .toEqual([
          ['will-frame-navigate', `${origin}/away`, true],
          ['will-navigate', `${origin}/away`, true],
        ])
      expect([await page.title(), serverRequests]).toEqual(['Fixture', []])
    })
  }

  test('follows a link of the page when the app allows it', async () => {
    await page.evaluate(navigationMethods['a link'], origin)
    await expect.poll(() => page.title()).toBe('Elsewhere')
    expect(serverRequests).toEqual(['GET /away'])
  })

  test('does not ask when the app itself loads or reloads a page', async () => {
    await inMain(page, ({ ipcMain }, _value, { sender }) => {
      sender.on('will-navigate', (event) => event.preventDefault())
      sender.once('did-finish-load', () => void sender.loadURL('app://fixture/key.html'))
      ipcMain.once('reload', () => sender.reload())
    })
    await page.evaluate(() => window.bridge.send('reload'))
    await expect.poll(() => page.title()).toBe('Second')
  })

  test('asks about a redirect', async () => {
    await inMain(page, (_electron, _value, { sender }) => {
      sender.on('will-redirect', (event) => {
        recorded.push(event.url)
        event.preventDefault()
      })
    })
    await page.evaluate((address) => void (location.href = `${address}/redirect`), origin)
    await expect.poll(() => readRecorded(page)).toEqual([`${origin}/target`])
    expect([await page.title(), serverRequests]).toEqual(['Fixture', ['GET /redirect']])
  })

  test('asks about a frame inside the page', async () => {
    await inMain(page, (_electron, _value, { sender }) => {
      sender.on('will-frame-navigate', (event) => {
        recorded.push([event.url, event.isMainFrame])
        event.preventDefault()
      })
    })
    await page.evaluate((address) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src: `${address}/frame` }))
    }, origin)
    await expect.poll(() => readRecorded(page)).toEqual([[`${origin}/frame`, false]])
    expect(serverRequests).toEqual([])
  })

  test('asks about an address of another program', async () => {
    await inMain(page, (_electron, _value, { sender }) => {
      sender.on('will-navigate', (event) => recorded.push(event.url))
    })
    await page.evaluate(() => void (location.href = 'mailto:someone'))
    await expect.poll(() => readRecorded(page)).toEqual(['mailto:someone'])
  })
})

test.describe('new windows', () => {
  test.beforeEach(() =>
    inMain(page, (_electron, _value, { sender }) =>
      sender.setWindowOpenHandler(({ url, disposition }) => {
        recorded.push([url, disposition])
        return { action: 'deny' }
      }),
    ),
  )

  test('returns null to the page when the app denies', async () => {
    const openedWindow = await page.evaluate((address) => window.open(`${address}/new`), origin)
    expect([openedWindow, await readRecorded(page), serverRequests, app.windows().length]).toEqual([
      null,
      [[`${origin}/new`, 'foreground-tab']],
      [],
      1,
    ])
  })

  for (const [caseName, modifiers, button, disposition] of [
    ['a link with a target', [], 'left', 'foreground-tab'],
    ['a link clicked with Control', ['Control'], 'left', 'background-tab'],
    ['a link clicked with the middle button', [], 'middle', 'background-tab'],
    ['a link clicked with Shift', ['Shift'], 'left', 'new-window'],
  ] as const) {
    test(`opens no window for ${caseName}`, async () => {
      await page.evaluate((address) => {
        const link = Object.assign(document.createElement('a'), { href: `${address}/new`, target: '_blank', textContent: 'away' })
        document.body.append(link)
      }, origin)
      await page.getByText('away').click({ modifiers: [...modifiers], button })
      await expect.poll(() => readRecorded(page)).toEqual([[`${origin}/new`, disposition]])
      await expect.poll(() => app.windows().length).toBe(1)
      expect([await page.title(), serverRequests]).toEqual(['Fixture', []])
    })
  }
})

test.describe('permissions', () => {
  test('are granted or denied to the page as the handlers decide', async () => {
    await inMain(page, ({ session }) => {
      session.defaultSession.setPermissionRequestHandler((contents, permission, decide) => {
        decide(permission === 'notifications' && contents.getURL() === 'app://fixture/index.html')
      })
    })
    await page.reload()
    const results = await page.evaluate(async () => {
      const names: readonly PermissionName[] = ['notifications', 'geolocation', 'camera', 'microphone', 'midi']
      const states = names.map(async (name) => [name, (await navigator.permissions.query({ name })).state] as const)
      const positionResult = new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(() => resolve('found'), ({ code }) => resolve(code)) // prettier-ignore
      })
      return [Object.fromEntries(await Promise.all(states)), await positionResult]
    })
    const denied = 'denied'
    const states = {
      notifications: 'granted',
      geolocation: denied,
      camera: denied,
      microphone: denied,
      midi: denied,
    }
    expect(results).toEqual([states, 1])
  })

  test('are denied by the check handler even if the request handler grants them', async () => {
    await inMain(page, ({ session }) => {
      session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(true))
      session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission !== 'notifications')
    })
    await page.reload()
    expect(await page.evaluate(async () => (await navigator.permissions.query({ name: 'notifications' })).state)).toBe('denied')
  })
})

test.describe('in-memory partition', () => {
  test('has its own process and storage, and ends with its window', async () => {
    await page.evaluate(() => localStorage.setItem('note', 'first window'))
    await page.evaluate(() => window.bridge.invoke('open-second'))
    const second = await app.keyWindow()
    const results = await second.evaluate(() => [localStorage.getItem('note'), localStorage.setItem('note', 'second window')])
    const [firstPid, secondPid] = await Promise.all([app.rendererPidOf(page), app.rendererPidOf(second)])
    expect([results[0], firstPid === secondPid]).toEqual([null, false])

    await inMain(page, ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().endsWith('key.html'))
        ?.close(),
    )
    await expect.poll(() => app.processes().some(({ pid }) => pid === secondPid)).toBe(false)

    await page.evaluate(() => window.bridge.invoke('open-second'))
    const third = await app.keyWindow()
    expect(await third.evaluate(() => localStorage.getItem('note'))).toBeNull()
    expect(await page.evaluate(() => localStorage.getItem('note'))).toBe('first window')
  })
})

test.describe('downloads', () => {
  test('refuses a download and reports it to the app', async () => {
    await inMain(page, ({ session }) => {
      session.defaultSession.on('will-download', (event, item) => {
        recorded.push(item.getFilename())
        event.preventDefault()
      })
    })
    await page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob(['text'])), download: 'notes.txt' })
      document.body.append(link)
      link.click()
    })
    await expect.poll(() => readRecorded(page)).toEqual(['notes.txt'])
  })
})

test.describe('requests of main', () => {
  test('is filtered by the listener of its own session only', async () => {
    await inMain(page, ({ session }) => {
      session.defaultSession.webRequest.onBeforeRequest((_details, decide) => decide({ cancel: true }))
    })
    const results = await inMain(
      page,
      async ({ net, session }, address) => [
        await net.fetch(address).then(({ status }) => status, String),
        await session.fromPartition('another').fetch(address).then(({ status }) => status, String), // prettier-ignore
      ],
      `${origin}/of-main`,
    )
    expect([results, serverRequests]).toEqual([['Error: net::ERR_BLOCKED_BY_CLIENT', 200], ['GET /of-main']])
  })

  test('learns the target of a redirect from net.request, not from fetch', async () => {
    const results = await inMain(
      page,
      async ({ net }, address) => [
        await net.fetch(address, { redirect: 'manual' }).then(({ status }) => status, String),
        await new Promise((resolve) => {
          const request = net.request({ url: address, redirect: 'manual' })
          request.once('redirect', (status, _method, location) => resolve([status, new URL(location).pathname]))
          request.end()
        }),
      ],
      `${origin}/redirect`,
    )
    expect(results).toEqual(['Error: Redirect was cancelled', [302, '/target']])
  })
})
