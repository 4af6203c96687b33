// The hosts that the app contacts: all connections of its processes, with and without a stand-in for Hugging Face.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { en } from '../../../shared/words/en/en.ts'
import { startHub } from '../../stand-ins/hub/hub.ts'
import { electronBinary, launch, type LaunchedApp, type LaunchOptions } from '../../support/launch.ts'
import { caseCount, recordProof } from '../../support/proof.ts'
import { callMain, sendPrompt, setKey, startNewConversation, runFullSession } from '../../support/app-actions.ts'
import { listConnections, type Connection } from '../../support/process/sockets.ts'
import { waitUntil } from '../../support/wait-until.ts'

test.skip(process.platform !== 'linux', 'Connections are read from /proc, which only Linux has.')

interface Contact {
  readonly kind: 'connect' | 'name' | 'datagram'
  readonly host: string
  readonly port: number | null
}

let folder: string
let app: LaunchedApp
let chat: Page

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-contacts-'))
})

test.afterEach(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

/** Electron's main process does not use Node to connect, and does not load what Node would load. */
const recordsConnections = electronBinary() === null
const recorder = pathToFileURL(join(import.meta.dirname, '../../support/process/connection-recorder.ts')).href

async function start(options: LaunchOptions, extraEnvironment: Readonly<Record<string, string>> = {}): Promise<void> {
  const recordFile = join(folder, 'contacts')
  writeFileSync(recordFile, '')
  const environment = recordsConnections ? { NODE_OPTIONS: `--import ${recorder}`, CONNECTIONS_TO: recordFile, ...extraEnvironment } : {}
  app = await launch({ ...options, environment })
  chat = await app.chatWindow()
}

/** The hosts that main has contacted since the start, without the test's own connection to the browser. */
function listContacts(): readonly Contact[] {
  const lines = readFileSync(join(folder, 'contacts'), 'utf8').split('\n').slice(0, -1)
  const all = lines.map((line): Contact => JSON.parse(line))
  return all.filter(({ port }) => port === null || !app.testPorts.includes(port))
}

const notProven = (): readonly string[] =>
  recordsConnections ? ["connections of Electron's own network process, which the stand-in does not have"] : ['names that main looks up']

/** The current connections of the app's processes, without the test's own connection to the browser. */
function listAppConnections(): readonly Connection[] {
  const isTestPort = (port: number): boolean => app.testPorts.includes(port)
  return listConnections(app.processes().map(({ pid }) => pid)).filter(({ localPort, port }) => !isTestPort(localPort) && !isTestPort(port))
}

test('[row 25] connections › go only to Hugging Face, in chats and while idle', async () => {
  const chatCount = caseCount(3, 20)
  const idleMs = caseCount(2_000, 60_000)
  test.setTimeout(120_000 + idleMs)
  await using hub = await startHub({ speed: 0 })
  await start({ hub: hub.origin })
  const { port } = new URL(hub.origin)
  const seenConnections = new Set<string>()
  const recordConnections = (): void =>
    listAppConnections().forEach((connection) => seenConnections.add(`${connection.host}:${connection.port}`))
  const pageRequests: string[] = []
  chat.on('request', (request) => pageRequests.push(request.url()))

  await setKey(app, hub.keys.fineGrained)
  await runFullSession(chat, hub, 1)
  await callMain(chat, 'models.refresh', undefined)
  await callMain(chat, 'models.lookUp', { id: 'distilgpt2' })
  for (let number = 1; number <= chatCount; number += 1) {
    await startNewConversation(chat)
    await sendPrompt(chat, `/markdown\nChat number ${number}: teh speling of thsi is wrong.`)
    recordConnections()
  }
  const deadline = performance.now() + idleMs
  // Waits to see that nothing happens.
  await waitUntil('the idle time to pass', () => (recordConnections(), performance.now() > deadline ? true : null), idleMs + 10_000)

  // Control: an open connection is detected.
  expect([...seenConnections]).toEqual([`127.0.0.1:${port}`])
  if (recordsConnections) expect(new Set(listContacts().map(formatContact))).toEqual(new Set([`127.0.0.1:${port}`]))
  expect(hub.otherHost.requests).toEqual([])
  expect(pageRequests.filter((url) => !/^(app:\/\/parley|https:\/\/parley\.app\.invalid)\//.test(url))).toEqual([])
  recordProof({
    figure: `${chatCount} chats and ${idleMs / 1000} s of idleness: 1 host, the one in the place of Hugging Face's`,
    cases: chatCount,
    where: [app.isStandIn ? 'stand-in' : 'Electron'],
    notProven: [...notProven(), 'a check for updates, which does not exist'],
  })
})

test('[row 25] connections › go only to the two hosts of Hugging Face without a stand-in', async () => {
  test.skip(!recordsConnections, "Electron's main does not connect by Node, so nothing could be held back.")
  await start({}, { CONNECTIONS_STOP: '1' })
  // The key is saved although Hugging Face could not be asked about it.
  await setKey(app, `hf_${'a1B2'.repeat(8)}xy`)
  await callMain(chat, 'models.lookUp', { id: 'distilgpt2' })
  const id = crypto.randomUUID()
  const prompt = { kind: 'new', id: crypto.randomUUID(), parentId: null, text: 'Hello', attachments: [], allowSecrets: false }
  const request = {
    conversationId: crypto.randomUUID(),
    model: 'maker/name',
    setup: null,
    allowSecretInstructions: false,
    comparisonId: null,
    prompt,
  }
  await callMain(chat, 'run.start', { runId: id, ...request })
  await callMain(chat, 'link.open', { address: 'https://huggingface.co/settings/billing' })
  await waitUntil('both hosts to be asked for', () => (new Set(listContacts().map(formatContact)).size >= 2 ? true : null))
  await chat.getByRole('button', { name: en.settings.title }).click()
  await chat.getByRole('tab', { name: en.settings.about }).click()
  expect(new Set(listContacts().map(formatContact))).toEqual(new Set(['huggingface.co:443', 'router.huggingface.co:443']))
  recordProof({ figure: 'hosts = huggingface.co, router.huggingface.co', cases: 4, where: ['stand-in'], notProven: notProven() })
})

const formatContact = ({ host, port }: Contact): string => (port === null ? host : `${host}:${port}`)
