// The settings file: what it saves, how damage is handled, and who may read it.

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { openSettings, type SavedPreferences } from '../../../electron/settings.ts'
import { defaultSettings } from '../../../shared/settings.ts'
import { defaultStyle } from '../../../shared/style.ts'

let folder: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-settings-'))
})
test.afterEach(() => rmSync(folder, { recursive: true }))

const defaults: SavedPreferences = {
  settings: defaultSettings,
  favouriteModels: [],
  recentModels: [],
  chosenModel: null,
  window: null,
  servers: [],
}

const changed: SavedPreferences = {
  settings: {
    ...defaultSettings,
    appearance: 'dark',
    language: 'en',
    keyReminderDays: null,
    style: { mood: 'creative', length: 'short', advanced: { ...defaultStyle.advanced, seed: 7, stopWords: ['END'] } },
    instructions: 'Answer in rhymes.',
  },
  favouriteModels: ['org/one', 'org/two'],
  recentModels: ['org/two'],
  chosenModel: 'org/two',
  window: { x: -8, y: 0, width: 1280, height: 800, isMaximized: true },
  servers: [
    { id: 'home', name: 'Home', address: 'http://127.0.0.1:11434/v1', keyKind: 'none' },
    { id: 'work', name: 'Work', address: 'https://models.example.com/v1', keyKind: 'own' },
    { id: 'mine', name: 'Mine', address: 'https://abc.endpoints.huggingface.cloud/v1', keyKind: 'hugging-face' },
  ],
}

test.describe('settings', () => {
  test('follow the system in appearance and language and remind after 90 days by default', () => {
    const expected = { appearance: 'system', language: 'system', keyReminderDays: 90, style: defaultStyle, instructions: '' }
    expect(defaultSettings).toMatchObject(expected)
  })

  test('start with the defaults, without writing a file', () => {
    expect(openSettings(folder).read()).toEqual(defaults)
    expect(readdirSync(folder)).toEqual([])
  })

  test('save changes and keep the rest', () => {
    const settings = openSettings(folder)
    expect(settings.update(changed)).toEqual({ ok: true, value: undefined })
    settings.update({ favouriteModels: ['org/three'] })
    expect(settings.read()).toEqual({ ...changed, favouriteModels: ['org/three'] })
    expect(openSettings(folder).read()).toEqual({ ...changed, favouriteModels: ['org/three'] })
  })

  test('are in a file and folder for the user only', () => {
    const inner = join(folder, 'Parley')
    openSettings(inner).update({ chosenModel: 'org/one' })
    expect(statSync(inner).mode & 0o777).toBe(0o700)
    expect(statSync(join(inner, 'settings.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(inner)).toEqual(['settings.json'])
  })

  for (const broken of ['', '{"settings":', '[]', 'null', '\0\0\0\0']) {
    test(`start with the defaults and rename a file that contains ${JSON.stringify(broken)}`, () => {
      writeFileSync(join(folder, 'settings.json'), broken)
      const settings = openSettings(folder)
      expect(settings.read()).toEqual(defaults)
      settings.update(changed)
      const movedAsideFiles = readdirSync(folder).filter((name) => /^settings\.broken-\d+\.json$/.test(name))
      expect(movedAsideFiles.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([broken])
      expect(openSettings(folder).read()).toEqual(changed)
    })
  }

  test('read an invalid field as its default', () => {
    const invalidSettings = {
      settings: { appearance: 'pink', style: { mood: 'wild', length: 7, advanced: { temperature: 9, stopWords: [3] } }, instructions: 4 },
      favouriteModels: ['org/one', 7],
      recentModels: 'org/two',
      chosenModel: 3,
      window: { x: 1 },
      servers: 'none',
    }
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(invalidSettings))
    expect(openSettings(folder).read()).toEqual({ ...defaults, favouriteModels: ['org/one'] })
  })

  test('ignore servers that the app would not have added', () => {
    const home = { id: 'home', name: 'Home', address: 'http://127.0.0.1:11434/v1', keyKind: 'none' }
    const invalidSettings = [
      home,
      { ...home, name: 'Twice' },
      { ...home, id: 'Not an id' },
      { ...home, id: 'no-name', name: 7 },
      { ...home, id: 'plain', address: 'http://example.com/v1' },
      { ...home, id: 'slash', address: 'http://127.0.0.1:11434/v1/' },
      { ...home, id: 'name', address: 'https://name:word@example.com/v1' },
      { ...home, id: 'query', address: 'https://example.com/v1?x=y' },
      { ...home, id: 'odd', keyKind: 'stolen', key: 'hf_secret' },
      { ...home, id: 'thief', address: 'https://example.com/v1', keyKind: 'hugging-face' },
      'a server',
      null,
    ]
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ servers: invalidSettings }))
    expect(openSettings(folder).read().servers).toEqual([
      home,
      { ...home, id: 'odd' },
      { ...home, id: 'thief', address: 'https://example.com/v1' },
    ])
  })

  test('keep an unsaved change until the app quits, and report it', () => {
    writeFileSync(join(folder, 'file'), '')
    const settings = openSettings(join(folder, 'file', 'inside'))
    expect(settings.update({ chosenModel: 'org/one' })).toEqual({ ok: false, failure: { code: 'history-cannot-write', detail: 'ENOTDIR' } })
    expect(settings.read().chosenModel).toBe('org/one')
  })

  test('rename a folder in place of the file', () => {
    mkdirSync(join(folder, 'settings.json'))
    writeFileSync(join(folder, 'settings.json', 'inside'), 'kept')
    const settings = openSettings(folder)
    expect(settings.update({ chosenModel: 'org/one' }).ok).toBe(true)
    const movedAsideFiles = readdirSync(folder).filter((name) => name.startsWith('settings.broken-'))
    expect(movedAsideFiles.map((name) => readFileSync(join(folder, name, 'inside'), 'utf8'))).toEqual(['kept'])
  })
})
