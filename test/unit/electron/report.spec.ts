// The report: its content, what it never contains, and that the saved text is the one shown.

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { createLog } from '../../../electron/logging/log.ts'
import { createReportService } from '../../../electron/report.ts'
import { defaultSettings } from '../../../shared/settings.ts'
import { failed, succeeded } from '../../../shared/failures.ts'
import type { KeyStatus, KeyView } from '../../../shared/types/keys.ts'
import { canaryForms, findForms } from '../../support/process/canary-forms.ts'
import { fakeKey } from '../../support/data/key-fixtures.ts'

let folder: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-report-'))
})
test.afterEach(() => rmSync(folder, { recursive: true }))

type ReportParts = Parameters<typeof createReportService>[0]

const key: KeyView = { id: 'a', name: 'work', storage: 'keychain', savedAt: 0, check: null, billTo: null, remindAfter: null }
const status: KeyStatus = {
  state: { kind: 'ready', ...key },
  keys: [key, { ...key, id: 'b', storage: 'session' }],
  active: 'a',
  found: null,
  exposedLocations: [],
  keychainName: 'GNOME Keyring',
}

function createReportParts(overrides: Partial<ReportParts> = {}): ReportParts {
  return {
    version: '1.2.3',
    versions: { electron: '45.4.1', chrome: '142.0.1', node: '24.1.0' },
    language: 'en-US',
    environment: { XDG_CURRENT_DESKTOP: 'GNOME', XDG_SESSION_TYPE: 'wayland', USER: 'ann' },
    readSettings: () => ({
      settings: { ...defaultSettings, appearance: 'dark', language: 'en', instructions: 'Speak like Ann.' },
      servers: [{ id: 'home', name: 'Home', address: 'http://192.168.7.9:11434/v1', keyKind: 'own' }],
    }),
    keyStatus: async () => status,
    countConversations: async () => succeeded(12),
    readLogLines: async () => [],
    home: '/home/ann',
    chooseFile: async () => join(folder, 'report.txt'),
    now: () => Date.UTC(2026, 10, 25, 23, 5),
    ...overrides,
  }
}

test.describe('report', () => {
  test('describes versions and settings, with counts instead of names', async () => {
    const { text } = await createReportService(createReportParts()).create()
    const lines = text.split('\n')
    expect(lines[0]).toBe('Parley 1.2.3, report of 2026-11-25T23:05:00.000Z')
    expect(lines.filter((line) => /^(Desktop|Settings|Keys|Servers|Conversations|Runs|Last)/.test(line))).toEqual([
      'Desktop: GNOME, wayland',
      'Settings: appearance dark, language en, reminder to replace a key after 90 days',
      'Keys: 1 in the keychain, 1 until Parley quits; the one in use: ready; keychain: GNOME Keyring',
      'Servers added: 1',
      'Conversations: 12',
      'Runs that failed lately: 0',
      'Last lines of the log: 0 of 0',
    ])
    expect(text).toContain('Electron 45.4.1, Chromium 142.0.1, Node 24.1.0')
    expect(text).not.toContain('work')
  })

  test('is created although the history is damaged and the keychain does not answer', async () => {
    const { text } = await createReportService(
      createReportParts({ countConversations: async () => failed('history-damaged'), keyStatus: () => new Promise(() => {}) }),
    ).create()
    expect(text).toContain('Conversations: not known (history-damaged)')
    expect(text).toContain('Keys: not known, the keychain does not answer')
  })

  test('ends with the last lines of the log, and lists earlier failures', async () => {
    const lines = Array.from({ length: 500 }, (_, line) => `time info line ${line}`)
    const failure = 'time warn A run failed code=cut-off run=1 provider=together'
    const { text } = await createReportService(createReportParts({ readLogLines: async () => [failure, ...lines] })).create()
    const [, failures = '', last = ''] = /Runs that failed lately: (.*)Last lines of the log: (.*)/s.exec(text) ?? []
    expect(failures.trim().split('\n')).toEqual(['1', failure])
    expect(last.trim().split('\n')).toEqual(['200 of 501', ...lines.slice(-200)])
  })

  test('contains no key, no user name, no home folder and no server address', async () => {
    const log = createLog(join(folder, 'logs'))
    const forms = canaryForms(fakeKey)
    // Lines as if they had been logged without redaction.
    const plantedForms: string[] = []
    const hex = Buffer.from(fakeKey).toString('hex')
    const base64 = ['', 'a', 'ab'].map((before) => Buffer.from(before + fakeKey).toString('base64'))
    const spellings = [fakeKey, hex, hex.toUpperCase(), hex.replaceAll(/../g, '%$&'), hex.replaceAll(/../g, String.raw`\u00$&`), ...base64]
    for (const spelling of spellings) {
      log.warn(`found ${spelling} here`)
      plantedForms.push(`and ${spelling} there`)
    }
    const logTexts = [
      'open /home/ann/notes.txt',
      'file:///home/Ann/x.js:1:2',
      'at Ann’s',
      'ann@example.org',
      'reached http://192.168.7.9:11434/v1',
      'annual planning stays',
    ]
    for (const logText of logTexts) log.error(logText)
    const { text } = await createReportService(
      createReportParts({ readLogLines: async () => [...plantedForms, ...(await log.readLines())] }),
    ).create()
    expect(findForms(text, forms)).toEqual([])
    expect(text).not.toMatch(/\bann\b|192\.168\.7\.9/i)
    const lastLines = text.trimEnd().split('\n').slice(-logTexts.length)
    expect(lastLines.map((line) => line.replace(/^\S+ error /, ''))).toEqual([
      'open ~/notes.txt',
      'file://~/x.js:1:2',
      'at [user]’s',
      '[user]@example.org',
      'reached http://[server]/v1',
      'annual planning stays',
    ])
  })

  test('removes the home folder in every Windows spelling', async () => {
    const home = String.raw`C:\Users\Ann Lee`
    const written = [String.raw`C:\Users\Ann Lee\x`, 'file:///C:/Users/Ann%20Lee/x', String.raw`"c:\\Users\\Ann Lee\\x"`, 'by Ann Lee']
    const { text } = await createReportService(createReportParts({ home, environment: {}, readLogLines: async () => written })).create()
    expect(text.trimEnd().split('\n').slice(-4)).toEqual([String.raw`~\x`, 'file:///~/x', String.raw`"~\\x"`, 'by [user]'])
  })

  test('is saved exactly as created last, readable by its owner only', async () => {
    const names: string[] = []
    const chooseFile = async (name: string) => {
      names.push(name)
      return join(folder, 'report.txt')
    }
    writeFileSync(join(folder, 'report.txt'), 'an older one, readable by all', { mode: 0o644 })
    let count = 1
    const reports = createReportService(createReportParts({ chooseFile, countConversations: async () => succeeded(count) }))
    await reports.create()
    count = 2
    const { text } = await reports.create()
    count = 3
    expect(await reports.save()).toEqual(succeeded('saved'))
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).toBe(text)
    expect(text).toContain('Conversations: 2')
    expect(statSync(join(folder, 'report.txt')).mode & 0o777).toBe(0o600)
    expect(names).toEqual(['parley-report-2026-11-25.txt'])
  })

  test('is not saved when cancelled, before it was created, or to a missing folder', async () => {
    const cancelledReports = createReportService(createReportParts({ chooseFile: async () => null }))
    expect(await cancelledReports.save()).toEqual(failed('bad-input', 'No report was made'))
    await cancelledReports.create()
    expect(await cancelledReports.save()).toEqual(succeeded('cancelled'))
    const unwritableReports = createReportService(
      createReportParts({ chooseFile: async () => join(folder, 'no such folder', 'report.txt') }),
    )
    await unwritableReports.create()
    expect(await unwritableReports.save()).toEqual(failed('file-not-saved', 'ENOENT'))
    expect(readdirSync(folder)).toEqual([])
  })
})
