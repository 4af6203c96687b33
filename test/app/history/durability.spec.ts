// What survives when the app is killed, and that two starts make one app: through the window, on the real processes.

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test } from '../../fixtures.ts'
import { keepFoundKey } from '../../pages/key-window.ts'
import { listSentChats } from '../../support/hub-requests.ts'
import { electronBinary } from '../../support/launch.ts'
import { listListeningSockets } from '../../support/process/sockets.ts'
import { caseCount, getProofTarget, recordProof } from '../../support/proof.ts'

/** SQLite's own check of the files that the killed app left. */
function passesIntegrityCheck(folder: string): boolean {
  const database = new DatabaseSync(join(folder, 'history.sqlite'))
  const [result] = database.prepare('pragma integrity_check').all()
  database.close()
  return result?.['integrity_check'] === 'ok'
}

test.describe('durability', () => {
  test.use({ setup: { scope: 'test', hub: { speed: 100 } } })

  test('[row 28] a prompt shown as sent survives kill -9, and its answer is marked interrupted', async ({ hub, dataFolder, launchApp }) => {
    const killCount = caseCount(2, 20)
    test.setTimeout(60_000 + killCount * 20_000)
    for (let killIndex = 0; killIndex < killCount; killIndex += 1) {
      const prompt = `/length 4000 number ${killIndex}`
      const data = join(dataFolder, String(killIndex))
      const killed = await launchApp({ hub: hub.origin, data, environment: { HF_TOKEN: hub.keys.fineGrained } })
      await keepFoundKey(killed.app)
      await killed.chat.submit(prompt)
      // The kills alternate between the middle of the stream and the start of the request.
      if (killIndex % 2 === 0) await expect(killed.chat.conversation.lastMessage.getByRole('paragraph').first()).toBeVisible()
      else await expect.poll(() => listSentChats(hub).length).toBe(killIndex + 1)
      await killed.app.kill()
      expect(passesIntegrityCheck(data)).toBe(true)

      const { app, chat } = await launchApp({ hub: hub.origin, data })
      await expect(chat.conversation.prompts.getByText(prompt)).toBeVisible()
      await expect(chat.page.getByText(en.chat.interrupted)).toBeVisible()
      await app.close()
    }
    recordProof({
      figure: `0 prompts lost, 0 integrity errors in ${killCount} kills through the window`,
      cases: killCount,
      where: [getProofTarget({ isStandIn: electronBinary() === null })],
    })
  })

  test('[row 36] a second start shows the window of the first and ends', async ({ app, chat }) => {
    const startCount = caseCount(2, 20)
    for (let start = 0; start < startCount; start += 1) {
      const second = await app.secondStart()
      expect({ code: second.code, said: second.standardError }).toEqual({ code: 0, said: '' })
      expect(app.windows()).toHaveLength(1)
    }
    await expect(chat.page.getByRole('heading', { name: en.chat.greeting })).toBeVisible()
    recordProof({ figure: '1 instance, 0 errors', cases: startCount, where: [getProofTarget(app)] })
  })

  test('[row 26] no process of the app listens on a port', async ({ app, chat }) => {
    test.skip(process.platform !== 'linux', 'Sockets are read from /proc, on Linux only')
    await chat.send('/say listening?')
    const processes = app.processes()
    const openSockets = listListeningSockets(processes.map(({ pid }) => pid))
    // The control: the test's own way into the browser is found.
    expect(openSockets.filter(({ port }) => app.testPorts.includes(port)).length).toBeGreaterThan(0)
    expect(openSockets.filter(({ port }) => !app.testPorts.includes(port))).toEqual([])
    recordProof({
      figure: '0 listening sockets',
      cases: processes.length,
      where: [getProofTarget(app)],
      ...(app.isStandIn ? { notProven: ["Electron's own processes: the port that drives the stand-in is left out"] } : {}),
    })
  })
})
