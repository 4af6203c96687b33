// The keychain against real keyrings, in every state a user's may be in.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from '@playwright/test'
import { compileCacheEnvironment } from '../../../support/compile-cache.ts'
import { startKeyring, type Keyring, type KeyringState } from '../../../stand-ins/keyring/keyring.ts'
import { recordProof } from '../../../support/proof.ts'
import type { KeychainOrder } from './keychain-program.ts'

const firstKey = `hf_${'a1B2'.repeat(8)}xy`
const secondKey = `hf_${'Z9y8'.repeat(8)}xy`

test.skip(process.platform !== 'linux', 'These keyrings exist on Linux only.')

let keyring: Keyring
let folder: string
let programs: KeychainProgram[]

interface KeychainProgram {
  readonly sendOrder: (order: KeychainOrder) => Promise<unknown>
  readonly end: () => Promise<void>
}

async function setUpKeyring(state: KeyringState): Promise<void> {
  keyring = await startKeyring(state)
}

/** A process of Parley: what it knows from before is in the keyring and the data folder alone. */
function startProgram(timeoutMs = 3_000, extraEnvironment: Readonly<Record<string, string>> = {}): KeychainProgram {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'keychain-program.ts'), folder, String(timeoutMs)], {
    env: { PATH: process.env['PATH'], ...compileCacheEnvironment, ...keyring.environment, ...extraEnvironment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const programExit = once(program, 'exit')
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]()
  const started: KeychainProgram = {
    async sendOrder(order) {
      program.stdin.write(`${JSON.stringify(order)}\n`)
      const { value, done } = await lines.next()
      return done === true ? 'the program ended' : JSON.parse(value)
    },
    async end() {
      // An open call keeps a process from ending by itself.
      program.kill('SIGKILL')
      await programExit
    },
  }
  programs.push(started)
  return started
}

async function restart(program: KeychainProgram): Promise<KeychainProgram> {
  await program.end()
  return startProgram()
}

function countKeyBytesOnDisk(): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  const texts = files.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, 'latin1'))
  return texts.filter((text) => text.includes(firstKey.slice(-12)) || text.includes(secondKey.slice(-12))).length
}

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-data-'))
  programs = []
})

test.afterEach(async () => {
  await Promise.all(programs.map((program) => program.end()))
  await keyring.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a saved key is read back by the next process', async () => {
  await setUpKeyring('unlocked')
  const first = startProgram()
  expect(await first.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'none' })
  expect(await first.sendOrder({ do: 'save', key: firstKey })).toEqual({ kind: 'done' })
  const second = await restart(first)
  expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
})

test('a second key is kept beside the first and used in its place', async () => {
  await setUpKeyring('unlocked')
  const first = startProgram()
  await first.sendOrder({ do: 'save', key: firstKey })
  expect(await first.sendOrder({ do: 'save', key: secondKey })).toEqual({ kind: 'done' })
  const second = await restart(first)
  expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: secondKey })
  expect(await second.sendOrder({ do: 'forget' })).toEqual({ kind: 'done' })
  expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
})

test('a key that is replaced is gone from the keyring once the new one has shown that it works', async () => {
  await setUpKeyring('unlocked')
  const first = startProgram()
  await first.sendOrder({ do: 'save', key: firstKey })
  expect(await first.sendOrder({ do: 'replace', key: secondKey, isAccepted: true })).toEqual({ kind: 'done' })
  expect(await first.sendOrder({ do: 'accounts' })).toEqual({ keys: ['Hugging Face 2'], spent: [] })
  expect(await first.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: secondKey })
  // Without notes, every account is looked into: the old key lies under none of them.
  rmSync(join(folder, 'keys.json'))
  const second = await restart(first)
  expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: secondKey })
  expect(await second.sendOrder({ do: 'accounts' })).toEqual({ keys: ['Hugging Face 2'], spent: [] })
})

test('a key is still used, and alone in the keyring, when the one that was to replace it does not work', async () => {
  await setUpKeyring('unlocked')
  const first = startProgram()
  await first.sendOrder({ do: 'save', key: firstKey })
  expect(await first.sendOrder({ do: 'replace', key: secondKey, isAccepted: false })).toMatchObject({ code: 'offline' })
  rmSync(join(folder, 'keys.json'))
  const second = await restart(first)
  expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
  expect(await second.sendOrder({ do: 'accounts' })).toEqual({ keys: ['Hugging Face'], spent: [] })
})

test('a key that a crash left behind while it was kept is taken out at the next start', async () => {
  await setUpKeyring('unlocked')
  const first = startProgram()
  await first.sendOrder({ do: 'save', key: firstKey })
  await first.sendOrder({ do: 'save', key: secondKey })
  await first.end()
  // As it stands between keeping the second key and noting that it is there.
  const file = join(folder, 'keys.json')
  const savedNotes: { keys: { id: string; account: string }[]; active: string; spent: string[] } = JSON.parse(readFileSync(file, 'utf8'))
  const [one, other] = savedNotes.keys
  writeFileSync(file, JSON.stringify({ ...savedNotes, keys: [one], active: one?.id, spent: [other?.account] }))
  const second = startProgram()
  expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
  expect(await second.sendOrder({ do: 'accounts' })).toEqual({ keys: ['Hugging Face'], spent: [] })
  rmSync(file)
  const third = await restart(second)
  await third.sendOrder({ do: 'readActiveKey' })
  expect(await third.sendOrder({ do: 'accounts' })).toEqual({ keys: ['Hugging Face'], spent: [] })
})

test('a key that a crash left behind is not taken for gone while the keyring is locked', async () => {
  await setUpKeyring('unlocked')
  const first = startProgram()
  await first.sendOrder({ do: 'save', key: firstKey })
  await first.end()
  const file = join(folder, 'keys.json')
  writeFileSync(file, JSON.stringify({ version: 2, active: null, keys: [], spent: ['Hugging Face'] }))
  await keyring.lock()
  const second = startProgram()
  expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'none' })
  expect(await second.sendOrder({ do: 'accounts' })).toEqual({ keys: [], spent: ['Hugging Face'] })
  await keyring.unlock()
  expect(await second.sendOrder({ do: 'save', key: secondKey })).toEqual({ kind: 'done' })
  expect(await second.sendOrder({ do: 'accounts' })).toEqual({ keys: ['Hugging Face 2'], spent: [] })
})

test('the keyring is called by the name that people know it by', async () => {
  await setUpKeyring('unlocked')
  const program = startProgram()
  await program.sendOrder({ do: 'readActiveKey' })
  expect(await program.sendOrder({ do: 'name' })).toBe('GNOME Keyring')
})

test('[row 10] a forgotten key is gone, and where it could not be forgotten that is said', async () => {
  await setUpKeyring('unlocked')
  const first = startProgram()
  await first.sendOrder({ do: 'save', key: firstKey })
  await keyring.lock()
  expect(await first.sendOrder({ do: 'forget' })).toMatchObject({ kind: 'locked' })
  await keyring.unlock()
  const second = await restart(first)
  expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
  expect(await second.sendOrder({ do: 'forget' })).toEqual({ kind: 'done' })
  const third = await restart(second)
  expect(await third.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'none' })
  expect(await third.sendOrder({ do: 'accounts' })).toEqual({ keys: [], spent: [] })

  await third.sendOrder({ do: 'save', key: firstKey })
  await keyring.stop()
  await setUpKeyring('no-service')
  const fourthProgram = startProgram()
  expect(await fourthProgram.sendOrder({ do: 'forget' })).toMatchObject({ kind: 'missing' })
  expect(await fourthProgram.sendOrder({ do: 'accounts' })).toEqual({ keys: ['Hugging Face'], spent: [] })
  recordProof({ figure: '3 of 3 honest', cases: 3, where: ['Node', 'Linux keyring'] })
})

test('[row 9] a locked keyring with a saved key is called locked, never empty', async () => {
  await setUpKeyring('unlocked')
  const first = startProgram()
  await first.sendOrder({ do: 'save', key: firstKey })
  await keyring.lock()
  const second = await restart(first)
  expect(await second.sendOrder({ do: 'readActiveKey' })).toMatchObject({ kind: 'locked' })
  expect(await second.sendOrder({ do: 'save', key: secondKey })).toMatchObject({ kind: 'locked' })
  await keyring.unlock()
  expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
  recordProof({ figure: 'said locked', cases: 2, where: ['Node', 'Linux keyring'] })
})

test('a key that somebody else took out of an open keyring can be forgotten', async () => {
  await setUpKeyring('unlocked')
  const first = startProgram()
  await first.sendOrder({ do: 'save', key: firstKey })
  await first.end()
  const keyringDescription = keyring
  await setUpKeyring('unlocked')
  await keyringDescription.stop()
  const second = startProgram()
  expect(await second.sendOrder({ do: 'forget' })).toEqual({ kind: 'done' })
  expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'none' })
})

test('a lost note is made again from an open keyring', async () => {
  await setUpKeyring('unlocked')
  const first = startProgram()
  await first.sendOrder({ do: 'save', key: firstKey })
  rmSync(join(folder, 'keys.json'))
  const second = await restart(first)
  await second.sendOrder({ do: 'readActiveKey' })
  await keyring.lock()
  expect(await second.sendOrder({ do: 'readActiveKey' })).toMatchObject({ kind: 'locked' })
})

test('a read that the system asks about is waiting until the question is answered, and nothing else is sent meanwhile', async () => {
  await setUpKeyring('prompting')
  await keyring.unlock()
  const program = startProgram(300)
  await program.sendOrder({ do: 'save', key: firstKey })
  await keyring.lock()
  expect(await program.sendOrder({ do: 'readActiveKey' })).toMatchObject({ kind: 'waiting' })
  expect(await program.sendOrder({ do: 'read at once', times: 8 })).toMatchObject(Array.from({ length: 8 }, () => ({ kind: 'waiting' })))
  expect(await program.sendOrder({ do: 'forget' })).toMatchObject({ kind: 'waiting' })
  await keyring.dismissPrompt()
  expect(await program.sendOrder({ do: 'later' })).toMatchObject({ kind: 'locked' })
  await keyring.unlock()
  expect(await program.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
})

test('a save that the system asks about is done late when its user unlocks the keyring', async () => {
  await setUpKeyring('prompting')
  const program = startProgram(300)
  expect(await program.sendOrder({ do: 'save', key: firstKey })).toMatchObject({ kind: 'waiting' })
  await keyring.unlock()
  await keyring.dismissPrompt()
  expect(await program.sendOrder({ do: 'later' })).toEqual({ kind: 'ready' })
  expect(await program.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
})

test('reads that come at the same time are all answered', async () => {
  await setUpKeyring('unlocked')
  const program = startProgram()
  await program.sendOrder({ do: 'save', key: firstKey })
  const answers = await program.sendOrder({ do: 'read at once', times: 20 })
  expect(answers).toEqual(Array.from({ length: 20 }, () => ({ kind: 'ready', key: firstKey })))
})

interface KeychainCase {
  readonly state: KeyringState
  readonly isLibraryMissing?: true
  /** What the first read and saving answer. */
  readonly read: string
  readonly save: string
}

const keychainCases: readonly KeychainCase[] = [
  { state: 'unlocked', read: 'none', save: 'done' },
  { state: 'no-bus', read: 'missing', save: 'missing' },
  { state: 'no-service', read: 'missing', save: 'missing' },
  { state: 'no-collection', read: 'none', save: 'missing' },
  { state: 'locked', read: 'none', save: 'locked' },
  { state: 'prompting', read: 'none', save: 'waiting' },
  { state: 'denied', read: 'denied', save: 'denied' },
  { state: 'unlocked', isLibraryMissing: true, read: 'missing', save: 'missing' },
]

/** The loader finds an empty file first and gives up, as it does where libsecret is not installed. */
function createMissingLibraryEnvironment(): Readonly<Record<string, string>> {
  const path = join(folder, 'lib')
  mkdirSync(path)
  writeFileSync(join(path, 'libsecret-1.so.0'), '')
  return { LD_LIBRARY_PATH: path }
}

test('[row 8] each of the eight set-ups is told for what it is, and nothing falls back to the disk', async () => {
  const caseResults: unknown[] = []
  let foundCount = 0
  for (const { state, isLibraryMissing } of keychainCases) {
    await setUpKeyring(state)
    const program = startProgram(500, isLibraryMissing ? createMissingLibraryEnvironment() : {})
    const read = await program.sendOrder({ do: 'readActiveKey' })
    const save = await program.sendOrder({ do: 'save', key: firstKey })
    caseResults.push({ state, read, save })
    await program.end()
    foundCount += countKeyBytesOnDisk()
    await keyring.stop()
    rmSync(join(folder, 'keys.json'), { force: true })
  }
  expect(caseResults).toMatchObject(keychainCases.map(({ state, read, save }) => ({ state, read: { kind: read }, save: { kind: save } })))
  expect(foundCount).toBe(0)
  recordProof({ figure: '8 of 8 right states, 0 bytes on disk', cases: keychainCases.length, where: ['Node', 'Linux keyring'] })
})
