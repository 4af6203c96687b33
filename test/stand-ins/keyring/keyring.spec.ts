// The temporary keyring, used through keytar in a separate process, like the app.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { startKeyring, type Keyring, type KeyringState } from './keyring.ts'

test.skip(process.platform !== 'linux', 'the keyring exists on Linux only')

let keyring: Keyring | null = null
test.afterEach(() => keyring?.stop())

/** Runs `code` with `keytar` in a new process that sees only this keyring; returns its result. */
async function runKeytar(environment: Readonly<Record<string, string>>, code: string): Promise<unknown> {
  const program = `
    import keytar from 'keytar'
    const result = await (async () => { ${code} })().catch((error) => 'failed: ' + error.message)
    console.log(JSON.stringify(result))`
  const env = { PATH: process.env['PATH'], ...environment }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { env, timeout: 20_000 })
  return JSON.parse(stdout)
}

async function startTestKeyring(state: KeyringState): Promise<Keyring> {
  keyring = await startKeyring(state)
  return keyring
}

test.describe('temporary keyring', () => {
  test('saves a secret across processes, replaces it and deletes it', async () => {
    const { environment } = await startTestKeyring('unlocked')
    await runKeytar(environment, `await keytar.setPassword('service', 'account', 'first'); return 'done'`)
    expect(await runKeytar(environment, `return keytar.getPassword('service', 'account')`)).toBe('first')
    await runKeytar(environment, `await keytar.setPassword('service', 'account', 'second'); return 'done'`)
    expect(await runKeytar(environment, `return keytar.getPassword('service', 'account')`)).toBe('second')
    expect(await runKeytar(environment, `return keytar.deletePassword('service', 'account')`)).toBe(true)
    expect(await runKeytar(environment, `return keytar.getPassword('service', 'account')`)).toBeNull()
  })

  test('hides its secrets while it is locked', async () => {
    const { environment, lock, unlock } = await startTestKeyring('unlocked')
    await runKeytar(environment, `await keytar.setPassword('service', 'account', 'saved'); return 'done'`)
    await lock()
    expect(await runKeytar(environment, `return keytar.getPassword('service', 'account')`)).toBeNull()
    await unlock()
    expect(await runKeytar(environment, `return keytar.getPassword('service', 'account')`)).toBe('saved')
  })

  const refusals: readonly (readonly [KeyringState, RegExp])[] = [
    ['locked', /^failed: /],
    ['no-collection', /^failed: /],
    ['no-service', /^failed: .*org\.freedesktop\.secrets/],
    ['no-bus', /^failed: .*D-Bus|^failed: .*Could not connect/],
  ]
  for (const [state, expectedText] of refusals) {
    test(`fails to save a secret in the state ${state}`, async () => {
      const { environment } = await startTestKeyring(state)
      expect(await runKeytar(environment, `await keytar.setPassword('service', 'account', 'x'); return 'saved'`)).toMatch(expectedText)
    })
  }

  test('leaves no daemon and no folder behind', async () => {
    const { environment, stop } = await startTestKeyring('unlocked')
    const folder = environment['XDG_RUNTIME_DIR'] ?? ''
    const { stdout: before } = await promisify(execFile)('ps', ['-eo', 'args'])
    expect(before).toContain(folder.replace('/runtime', ''))
    await stop()
    const { stdout: after } = await promisify(execFile)('ps', ['-eo', 'args'])
    expect([existsSync(folder), after.includes(folder.replace('/runtime', ''))]).toEqual([false, false])
  })

  test('is a separate keyring at each start', async () => {
    const first = await startTestKeyring('unlocked')
    const second = await startKeyring('unlocked')
    await runKeytar(first.environment, `await keytar.setPassword('service', 'account', 'first'); return 'done'`)
    expect(await runKeytar(second.environment, `return keytar.getPassword('service', 'account')`)).toBeNull()
    await second.stop()
  })
})
