// What lasts when the app is killed, and that two starts make one app: through the window, on the real processes.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch } from '../../support/launch.ts'
import { caseCount, proven } from '../../support/proof.ts'
import { send, startSending, startWithKey } from '../../support/session.ts'
import { listeningSockets } from '../../support/process/sockets.ts'

let hub: Hub
let data: string

test.beforeEach(async () => {
  hub = await startHub({ speed: 100 })
  data = mkdtempSync(join(tmpdir(), 'parley-durability-'))
})

test.afterEach(async () => {
  await hub.close()
  rmSync(data, { recursive: true, force: true })
})

const whereOf = ({ isStandIn }: { readonly isStandIn: boolean }) => [isStandIn ? ('stand-in' as const) : ('Electron' as const)]

/** SQLite's own check of what the killed app left, made without the app. */
function isSound(folder: string): boolean {
  const database = new DatabaseSync(join(folder, 'history.sqlite'))
  const [result] = database.prepare('pragma integrity_check').all()
  database.close()
  return result?.['integrity_check'] === 'ok'
}

test('[row 28] what the window showed as sent is there after kill -9, and the answer is marked interrupted', async () => {
  const kills = caseCount(2, 20)
  test.setTimeout(60_000 + kills * 20_000)
  let where = whereOf({ isStandIn: true })
  for (let kill = 0; kill < kills; kill += 1) {
    const prompt = `/length 4000 number ${kill}`
    const folder = join(data, String(kill))
    const app = await startWithKey(hub, { data: folder })
    where = whereOf(app)
    const chat = await app.chatWindow()
    await startSending(chat, prompt)
    // From the moment the prompt is accepted to well into the stream.
    if (kill % 2 === 0) await expect(chat.getByRole('article').last().getByRole('paragraph').first()).toBeVisible()
    else await expect.poll(() => hub.requests.some(({ body }) => body.includes(prompt))).toBe(true)
    await app.kill()
    expect(isSound(folder)).toBe(true)

    const again = await launch({ hub: hub.origin, data: folder })
    const window = await again.chatWindow()
    await expect(window.getByRole('article', { name: en.chat.you }).getByText(prompt)).toBeVisible()
    await expect(window.getByText(en.chat.interrupted)).toBeVisible()
    await again.close()
  }
  proven({ figure: `0 prompts lost, 0 integrity errors in ${kills} kills through the window`, cases: kills, where })
})

test('[row 36] a second start shows the window of the first and ends', async () => {
  const starts = caseCount(2, 20)
  const app = await launch({ hub: hub.origin, data })
  const chat = await app.chatWindow()
  for (let start = 0; start < starts; start += 1) {
    const second = await app.secondStart()
    expect({ code: second.code, said: second.standardError }).toEqual({ code: 0, said: '' })
    expect(app.windows()).toHaveLength(1)
  }
  await expect(chat.getByRole('button', { name: en.key.set }).first()).toBeVisible()
  await app.close()
  proven({ figure: '1 instance, 0 errors', cases: starts, where: whereOf(app) })
})

test('[row 26] no process of the app listens on a port', async () => {
  test.skip(process.platform !== 'linux', 'Sockets are read from /proc, on Linux only')
  const app = await startWithKey(hub, { data })
  await send(await app.chatWindow(), '/say listening?')
  const processes = app.processes()
  const found = listeningSockets(processes.map(({ pid }) => pid))
  // The test's own way into the browser shows that an open port would be found.
  expect(found.filter(({ port }) => app.testPorts.includes(port)).length).toBeGreaterThan(0)
  expect(found.filter(({ port }) => !app.testPorts.includes(port))).toEqual([])
  await app.close()
  proven({
    figure: '0 listening sockets',
    cases: processes.length,
    where: whereOf(app),
    ...(app.isStandIn ? { notProven: ["Electron's own processes: the port that drives the stand-in is left out"] } : {}),
  })
})
