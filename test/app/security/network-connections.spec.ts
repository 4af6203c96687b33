// The hosts that the app contacts: all connections of its processes, with and without a stand-in for Hugging Face.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { en } from '../../../shared/words/en/en.ts'
import { expect, test, type RestartableApp } from '../../fixtures.ts'
import { setKey } from '../../pages/key-window.ts'
import type { SetupContext } from '../../support/app-session.ts'
import { runFullSession } from '../../support/full-session.ts'
import { electronBinary, type LaunchOptions } from '../../support/launch.ts'
import { callMain, createRunInput } from '../../support/page/call-main.ts'
import { listConnections, type Connection } from '../../support/process/sockets.ts'
import { caseCount, getProofTarget, recordProof } from '../../support/proof.ts'
import { waitUntil } from '../../support/wait-until.ts'

interface Contact {
  readonly kind: 'connect' | 'name' | 'datagram'
  readonly host: string
  readonly port: number | null
}

/** Electron's main process does not use Node to connect, and does not load what Node would load. */
const recordsConnections = electronBinary() === null
const recorder = pathToFileURL(join(import.meta.dirname, '../../support/process/connection-recorder.ts')).href

/** Has main record whom it contacts. */
function recordContacts({ folder }: SetupContext, environment: Readonly<Record<string, string>> = {}): LaunchOptions {
  if (!recordsConnections) return {}
  writeFileSync(join(folder, 'contacts'), '')
  return { environment: { NODE_OPTIONS: `--import ${recorder}`, CONNECTIONS_TO: join(folder, 'contacts'), ...environment } }
}

/** The hosts that main has contacted since the start, without the test's own connection to the browser. */
function listContacts(app: RestartableApp, folder: string): readonly Contact[] {
  const lines = readFileSync(join(folder, 'contacts'), 'utf8').split('\n').slice(0, -1)
  const all = lines.map((line): Contact => JSON.parse(line))
  return all.filter(({ port }) => port === null || !app.testPorts.includes(port))
}

const notProven = (): readonly string[] =>
  recordsConnections ? ["connections of Electron's own network process, which the stand-in does not have"] : ['names that main looks up']

/** The current connections of the app's processes, without the test's own connection to the browser. */
function listAppConnections(app: RestartableApp): readonly Connection[] {
  const isTestPort = (port: number): boolean => app.testPorts.includes(port)
  return listConnections(app.processes().map(({ pid }) => pid)).filter(({ localPort, port }) => !isTestPort(localPort) && !isTestPort(port))
}

const formatContact = ({ host, port }: Contact): string => (port === null ? host : `${host}:${port}`)

test.describe('connections', () => {
  test.skip(process.platform !== 'linux', 'Connections are read from /proc, which only Linux has.')

  test.describe('with a stand-in for Hugging Face', () => {
    test.use({ setup: { key: 'none', launch: (context) => recordContacts(context) } })

    test('[row 25] go only to Hugging Face, in chats and while idle', async ({ app, chat, hub, folder }) => {
      const chatCount = caseCount(3, 20)
      const idleMs = caseCount(2_000, 60_000)
      test.setTimeout(120_000 + idleMs)
      const { port } = new URL(hub.origin)
      const seenConnections = new Set<string>()
      const recordConnections = (): void =>
        listAppConnections(app).forEach((connection) => seenConnections.add(`${connection.host}:${connection.port}`))
      const pageRequests: string[] = []
      chat.page.on('request', (request) => pageRequests.push(request.url()))

      await setKey(app, hub.keys.fineGrained)
      await runFullSession(chat, hub, 1)
      await callMain(chat.page, 'models.refresh', undefined)
      await callMain(chat.page, 'models.lookUp', { id: 'distilgpt2' })
      for (let number = 1; number <= chatCount; number += 1) {
        await chat.startNewConversation()
        await chat.send(`/markdown\nChat number ${number}: teh speling of thsi is wrong.`)
        recordConnections()
      }
      const deadline = performance.now() + idleMs
      // Waits to see that nothing happens.
      await waitUntil('the idle time to pass', () => (recordConnections(), performance.now() > deadline ? true : null), idleMs + 10_000)

      // Control: an open connection is detected.
      expect([...seenConnections]).toEqual([`127.0.0.1:${port}`])
      if (recordsConnections) expect(new Set(listContacts(app, folder).map(formatContact))).toEqual(new Set([`127.0.0.1:${port}`]))
      expect(hub.otherHost.requests).toEqual([])
      expect(pageRequests.filter((url) => !/^(app:\/\/parley|https:\/\/parley\.app\.invalid)\//.test(url))).toEqual([])
      recordProof({
        figure: `${chatCount} chats and ${idleMs / 1000} s of idleness: 1 host, the one in the place of Hugging Face's`,
        cases: chatCount,
        where: [getProofTarget(app)],
        notProven: [...notProven(), 'a check for updates, which does not exist'],
      })
    })
  })

  test.describe('without a stand-in', () => {
    test.use({ setup: { key: 'none', hub: null, launch: (context) => recordContacts(context, { CONNECTIONS_STOP: '1' }) } })

    test('[row 25] go only to the two hosts of Hugging Face', async ({ app, chat, folder }) => {
      test.skip(!recordsConnections, "Electron's main does not connect by Node, so nothing could be held back.")
      // The key is saved although Hugging Face could not be asked about it.
      await setKey(app, `hf_${'a1B2'.repeat(8)}xy`)
      await callMain(chat.page, 'models.lookUp', { id: 'distilgpt2' })
      await callMain(chat.page, 'run.start', createRunInput('Hello'))
      await callMain(chat.page, 'link.open', { address: 'https://huggingface.co/settings/billing' })
      await waitUntil('both hosts to be asked for', () => (new Set(listContacts(app, folder).map(formatContact)).size >= 2 ? true : null))
      await chat.settings.open(en.settings.about)
      expect(new Set(listContacts(app, folder).map(formatContact))).toEqual(new Set(['huggingface.co:443', 'router.huggingface.co:443']))
      recordProof({ figure: 'hosts = huggingface.co, router.huggingface.co', cases: 4, where: ['stand-in'], notProven: notProven() })
    })
  })
})
