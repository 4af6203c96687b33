// How the app ends: normally once everything is saved, and at once when something hangs.

import { expect, test } from '@playwright/test'
import { quit } from '../../../../electron/app/quit.ts'

interface Scenario {
  readonly close?: () => Promise<void>
  readonly isKeychainBusy?: boolean
  readonly parts?: Parameters<typeof quit>[0]['parts']
  readonly timeoutMs?: number
}

/** Quits and returns the steps in their order. */
async function recordQuit({ close, isKeychainBusy = false, parts, timeoutMs = 60_000 }: Scenario): Promise<readonly string[]> {
  const steps: string[] = []
  const record = (step: string) => (): void => void steps.push(step)
  const archive = { close: close ?? (async () => record('close')()) }
  await quit(
    {
      parts: parts ?? Promise.resolve({ archive, keys: { isBusy: () => isKeychainBusy } }),
      flushLog: async () => record('flush log')(),
      logUnexpected: record('log error'),
      removePendingFiles: record('remove pending files'),
      exit: record('exit'),
      kill: record('kill'),
    },
    timeoutMs,
  )
  return steps
}

test.describe('quitting', () => {
  test('closes the history, then writes the log, and exits', async () => {
    expect(await recordQuit({})).toEqual(['close', 'flush log', 'remove pending files', 'exit'])
  })

  test('logs failures and exits anyway', async () => {
    const failing = { close: () => Promise.reject(new Error('disk')) }
    expect(await recordQuit(failing)).toEqual(['log error', 'flush log', 'remove pending files', 'exit'])
    const notStarted = { parts: Promise.reject(new Error('no parts')) }
    expect(await recordQuit(notStarted)).toEqual(['log error', 'flush log', 'remove pending files', 'exit'])
  })

  test('kills the process when saving hangs', async () => {
    const hanging = { close: () => new Promise<void>(() => {}), timeoutMs: 1 }
    expect(await recordQuit(hanging)).toEqual(['remove pending files', 'kill', 'exit'])
  })

  test('kills the process when it starts no further', async () => {
    expect(await recordQuit({ parts: new Promise(() => {}), timeoutMs: 1 })).toEqual(['remove pending files', 'kill', 'exit'])
  })

  test('kills the process while a keychain call is pending', async () => {
    expect(await recordQuit({ isKeychainBusy: true })).toEqual(['close', 'flush log', 'remove pending files', 'kill', 'exit'])
  })
})
