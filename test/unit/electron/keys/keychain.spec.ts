// The keychain with real keyrings, in every state that a person's keyring may be in.

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

test.skip(process.platform !== 'linux', 'these keyrings exist on Linux only')

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

/** A process of Parley, which keeps its state only in the keyring and the data folder. */
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
      // A pending call keeps the process alive.
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

/** An empty libsecret makes the dynamic loader fail as if libsecret were not installed. */
function createMissingLibraryEnvironment(): Readonly<Record<string, string>> {
  const path = join(folder, 'lib')
  mkdirSync(path)
  writeFileSync(join(path, 'libsecret-1.so.0'), '')
  return { LD_LIBRARY_PATH: path }
}

test.describe('keychain', () => {
  test('returns a saved key to the next process', async () => {
    await setUpKeyring('unlocked')
    const first = startProgram()
    expect(await first.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'none' })
    expect(await first.sendOrder({ do: 'save', key: firstKey })).toEqual({ kind: 'done' })
    const second = await restart(first)
    expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
  })

  test('saves a second key and uses it instead of the first', async () => {
    await setUpKeyring('unlocked')
    const first = startProgram()
    await first.sendOrder({ do: 'save', key: firstKey })
    expect(await first.sendOrder({ do: 'save', key: secondKey })).toEqual({ kind: 'done' })
    const second = await restart(first)
    expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: secondKey })
    expect(await second.sendOrder({ do: 'forget' })).toEqual({ kind: 'done' })
    expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
  })

  test('removes a replaced key once the new one has been accepted', async () => {
    await setUpKeyring('unlocked')
    const first = startProgram()
    await first.sendOrder({ do: 'save', key: firstKey })
    expect(await first.sendOrder({ do: 'replace', key: secondKey, isAccepted: true })).toEqual({ kind: 'done' })
    expect(await first.sendOrder({ do: 'accounts' })).toEqual({ keys: ['Hugging Face 2'], spent: [] })
    expect(await first.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: secondKey })
    // Without notes every account is searched: the old key is in none of them.
    rmSync(join(folder, 'keys.json'))
    const second = await restart(first)
    expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: secondKey })
    expect(await second.sendOrder({ do: 'accounts' })).toEqual({ keys: ['Hugging Face 2'], spent: [] })
  })

  test('keeps only the old key when the new one is not accepted', async () => {
    await setUpKeyring('unlocked')
    const first = startProgram()
    await first.sendOrder({ do: 'save', key: firstKey })
    expect(await first.sendOrder({ do: 'replace', key: secondKey, isAccepted: false })).toMatchObject({ code: 'offline' })
    rmSync(join(folder, 'keys.json'))
    const second = await restart(first)
    expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
    expect(await second.sendOrder({ do: 'accounts' })).toEqual({ keys: ['Hugging Face'], spent: [] })
  })

  test('removes a key that a crash left behind at the next start', async () => {
    await setUpKeyring('unlocked')
    const first = startProgram()
    await first.sendOrder({ do: 'save', key: firstKey })
    await first.sendOrder({ do: 'save', key: secondKey })
    await first.end()
    // The state after saving the second key and before noting it.
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

  test('remembers a key left behind by a crash while the keyring is locked', async () => {
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

  test('has the name that people know', async () => {
    await setUpKeyring('unlocked')
    const program = startProgram()
    await program.sendOrder({ do: 'readActiveKey' })
    expect(await program.sendOrder({ do: 'keychainName' })).toBe('GNOME Keyring')
  })

  test('[row 10] removes a key, or reports that it could not be removed', async () => {
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

  test('[row 9] reports a locked keyring as locked, never as empty', async () => {
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

  test('can forget a key that another program has removed', async () => {
    await setUpKeyring('unlocked')
    const first = startProgram()
    await first.sendOrder({ do: 'save', key: firstKey })
    await first.end()
    const firstKeyring = keyring
    await setUpKeyring('unlocked')
    await firstKeyring.stop()
    const second = startProgram()
    expect(await second.sendOrder({ do: 'forget' })).toEqual({ kind: 'done' })
    expect(await second.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'none' })
  })

  test('restores lost notes from an open keyring', async () => {
    await setUpKeyring('unlocked')
    const first = startProgram()
    await first.sendOrder({ do: 'save', key: firstKey })
    rmSync(join(folder, 'keys.json'))
    const second = await restart(first)
    await second.sendOrder({ do: 'readActiveKey' })
    await keyring.lock()
    expect(await second.sendOrder({ do: 'readActiveKey' })).toMatchObject({ kind: 'locked' })
  })

  test('reports waiting until the prompt of a read is answered, and sends no other call', async () => {
    await setUpKeyring('prompting')
    await keyring.unlock()
    const program = startProgram(300)
    await program.sendOrder({ do: 'save', key: firstKey })
    await keyring.lock()
    expect(await program.sendOrder({ do: 'readActiveKey' })).toMatchObject({ kind: 'waiting' })
    expect(await program.sendOrder({ do: 'readConcurrently', times: 8 })).toMatchObject(
      Array.from({ length: 8 }, () => ({ kind: 'waiting' })),
    )
    expect(await program.sendOrder({ do: 'forget' })).toMatchObject({ kind: 'waiting' })
    await keyring.dismissPrompt()
    expect(await program.sendOrder({ do: 'awaitSettled' })).toMatchObject({ kind: 'locked' })
    await keyring.unlock()
    expect(await program.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
  })

  test('completes a save late when the user unlocks the keyring', async () => {
    await setUpKeyring('prompting')
    const program = startProgram(300)
    expect(await program.sendOrder({ do: 'save', key: firstKey })).toMatchObject({ kind: 'waiting' })
    await keyring.unlock()
    await keyring.dismissPrompt()
    expect(await program.sendOrder({ do: 'awaitSettled' })).toEqual({ kind: 'ready' })
    expect(await program.sendOrder({ do: 'readActiveKey' })).toEqual({ kind: 'ready', key: firstKey })
  })

  test('answers all concurrent reads', async () => {
    await setUpKeyring('unlocked')
    const program = startProgram()
    await program.sendOrder({ do: 'save', key: firstKey })
    const answers = await program.sendOrder({ do: 'readConcurrently', times: 20 })
    expect(answers).toEqual(Array.from({ length: 20 }, () => ({ kind: 'ready', key: firstKey })))
  })

  interface KeychainCase {
    readonly state: KeyringState
    readonly isLibraryMissing?: true
    /** The results of the first read and save. */
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

  test('[row 8] reports each of eight states correctly and never falls back to disk', async () => {
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
})
