// The saved preferences: settings, models, servers and the window's position, in one small JSON file. Hides how a damaged file is read.
// Does not use a settings library: the first paint waits for this file, and a library would take longer to load than everything before it.

import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { choiceField } from '../shared/fields.ts'
import { failed, succeeded, type Reply } from '../shared/failures.ts'
import { parseServerAddress } from '../shared/server-address.ts'
import { isServerId, maxServerNameLength, maxServers } from '../shared/server-model.ts'
import { defaultSettings, settingsField, type Settings } from '../shared/settings.ts'
import type { Server } from '../shared/types/servers.ts'
import type { WindowBounds } from '../shared/types/window-bounds.ts'
import { getErrorCode, isDiskFull, writeFileDurablySync } from './files/durable-files.ts'

export interface SavedPreferences {
  readonly settings: Settings
  readonly favouriteModels: readonly string[]
  /** Newest first. */
  readonly recentModels: readonly string[]
  /** The model of a new conversation; null until one was chosen. */
  readonly chosenModel: string | null
  readonly window: WindowBounds | null
  /** Added by the person, oldest first. Their keys are not here. */
  readonly servers: readonly Server[]
}

export interface SettingsStore {
  readonly read: () => SavedPreferences
  /**
   * Changes the given preferences and keeps the others. If the file cannot be written, the change still holds until the app quits, and this
   * fails with `history-full-disk` or `history-cannot-write`: the file is in the same folder as the history.
   */
  readonly update: (changes: Partial<SavedPreferences>) => Reply<void>
}

const defaults: SavedPreferences = {
  settings: defaultSettings,
  favouriteModels: [],
  recentModels: [],
  chosenModel: null,
  window: null,
  servers: [],
}

/** Reads settings.json in `folder`. Never throws: invalid values become the defaults, and an unreadable file is renamed, not lost. */
export function openSettings(folder: string): SettingsStore {
  const file = join(folder, 'settings.json')
  let saved = readPreferences(file)

  function update(changes: Partial<SavedPreferences>): Reply<void> {
    saved = { ...saved, ...changes }
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileDurablySync(file, `${JSON.stringify(saved, null, 2)}\n`)
      return succeeded(undefined)
    } catch (error) {
      return failed(isDiskFull(error) ? 'history-full-disk' : 'history-cannot-write', getErrorCode(error))
    }
  }

  return { read: () => saved, update }
}

function readPreferences(file: string): SavedPreferences {
  try {
    return parsePreferences(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (getErrorCode(error) !== 'ENOENT') moveAside(file)
    return defaults
  }
}

function moveAside(file: string): void {
  try {
    renameSync(file, file.replace(/\.json$/, `.broken-${Date.now()}.json`))
  } catch {
    // Where it cannot be renamed, it cannot be overwritten either.
  }
}

/** Reads each field by itself. Throws if the JSON is not an object. */
function parsePreferences(json: unknown): SavedPreferences {
  if (!isRecord(json)) throw new TypeError('Not an object')
  return {
    settings: settingsField.read(json['settings']),
    favouriteModels: filterStrings(json['favouriteModels']),
    recentModels: filterStrings(json['recentModels']),
    chosenModel: typeof json['chosenModel'] === 'string' ? json['chosenModel'] : null,
    window: parseBounds(json['window']),
    servers: parseServers(json['servers']),
  }
}

const keyKindField = choiceField(['none', 'own', 'hugging-face'], 'none')

function parseServers(value: unknown): readonly Server[] {
  const parsed = Array.isArray(value) ? value.slice(0, maxServers).flatMap((item) => parseServer(item) ?? []) : []
  return parsed.filter(({ id }, index) => parsed.findIndex((server) => server.id === id) === index)
}

function parseServer(value: unknown): Server | null {
  if (!isRecord(value)) return null
  const { id, name, address } = value
  if (typeof id !== 'string' || !isServerId(id) || typeof name !== 'string' || typeof address !== 'string') return null
  const parsed = parseServerAddress(address)
  if (parsed.kind !== 'valid' || !parsed.candidates.includes(address)) return null
  const keyKind = keyKindField.read(value['keyKind'])
  // SECURITY: the gateway would refuse the Hugging Face key there anyway.
  return {
    id,
    name: name.slice(0, maxServerNameLength),
    address,
    keyKind: keyKind === 'hugging-face' && !parsed.isOnHuggingFace ? 'none' : keyKind,
  }
}

function parseBounds(value: unknown): WindowBounds | null {
  if (!isRecord(value)) return null
  const { x, y, width, height, isMaximized } = value
  if (!isInteger(x) || !isInteger(y) || !isInteger(width) || !isInteger(height)) return null
  return { x, y, width, height, isMaximized: isMaximized === true }
}

function filterStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
