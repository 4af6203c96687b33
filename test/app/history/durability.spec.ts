// What lasts when the app is killed, and that two starts make one app: through the window, on the real processes.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub, type Hub } from '../../stand-ins/hub/hub.ts'
import { launch } from '../../support/launch.ts'
import { caseCount, recordProof } from '../../support/proof.ts'
import { sendPrompt, submitPrompt, launchWithKey } from '../../support/app-actions.ts'
import { listListeningSockets } from '../../support/process/sockets.ts'

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

const getEnvironments = ({ isStandIn }: { readonly isStandIn: boolean }) => [isStandIn ? ('stand-in' as const) : ('Electron' as const)]

/** SQLite's own check of what the killed app left, made without the app. */
function passesIntegrityCheck(folder: string): boolean {
  const database = new DatabaseSync(join(folder, 'history.sqlite'))
  const [result] = database.prepare('pragma integrity_check').all()
  database.close()
  return result?.['integrity_check'] === 'ok'
}

test('[row 28] what the window showed as sent is there after kill -9, and the answer is marked interrupted', async () => {
  const killCount = caseCount(2, 20)
  test.setTimeout(60_000 + killCount * 20_000)
  let where = getEnvironments({ isStandIn: true })
  for (let killIndex = 0; killIndex < killCount; killIndex += 1) {
    const prompt = `/length 4000 number ${killIndex}`
    const folder = join(data, String(killIndex))
    const app = await launchWithKey(hub, { data: folder })
    where = getEnvironments(app)
    const chat = await app.chatWindow()
    await submitPrompt(chat, prompt)
    // From the moment the prompt is accepted to well into the stream.
    if (killIndex % 2 === 0) await expect(chat.getByRole('article').last().getByRole('paragraph').first()).toBeVisible()
    else await expect.poll(() => hub.requests.some(({ body }) => body.includes(prompt))).toBe(true)
    await app.kill()
    expect(passesIntegrityCheck(folder)).toBe(true)

    const relaunchedApp = await launch({ hub: hub.origin, data: folder })
    const window = await relaunchedApp.chatWindow()
    await expect(window.getByRole('article', { name: en.chat.you }).getByText(prompt)).toBeVisible()
    await expect(window.getByText(en.chat.interrupted)).toBeVisible()
    await relaunchedApp.close()
  }
  recordProof({ figure: `0 prompts lost, 0 integrity errors in ${killCount} kills through the window`, cases: killCount, where })
})

test('[row 36] a second start shows the window of the first and ends', async () => {
  const startCount = caseCount(2, 20)
  const app = await launch({ hub: hub.origin, data })
  const chat = await app.chatWindow()
  for (let start = 0; start < startCount; start += 1) {
    const second = await app.secondStart()
    expect({ code: second.code, said: second.standardError }).toEqual({ code: 0, said: '' })
    expect(app.windows()).toHaveLength(1)
  }
  await expect(chat.getByRole('button', { name: en.key.set }).first()).toBeVisible()
  await app.close()
  recordProof({ figure: '1 instance, 0 errors', cases: startCount, where: getEnvironments(app) })
})

test('[row 26] no process of the app listens on a port', async () => {
  test.skip(process.platform !== 'linux', 'Sockets are read from /proc, on Linux only')
  const app = await launchWithKey(hub, { data })
  await sendPrompt(await app.chatWindow(), '/say listening?')
  const processes = app.processes()
  const openSockets = listListeningSockets(processes.map(({ pid }) => pid))
  // The test's own way into the browser shows that an open port would be found.
  expect(openSockets.filter(({ port }) => app.testPorts.includes(port)).length).toBeGreaterThan(0)
  expect(openSockets.filter(({ port }) => !app.testPorts.includes(port))).toEqual([])
  await app.close()
  recordProof({
    figure: '0 listening sockets',
    cases: processes.length,
    where: getEnvironments(app),
    ...(app.isStandIn ? { notProven: ["Electron's own processes: the port that drives the stand-in is left out"] } : {}),
  })
})
