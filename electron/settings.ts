// What lasts besides the key and the history: one small JSON file. Hides how it is read with distrust and written in one piece.
// Read by hand, as the window's first paint waits for it; a settings library would take longer to load than all else before it.

import { mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { failed, succeeded, type Reply } from '../shared/failures.ts'
import { parseServerAddress } from '../shared/server-address.ts'
import { isServerId, maxServerNameLength, maxServers } from '../shared/server-model.ts'
import { defaultSettings, settingsField, type Settings } from '../shared/settings.ts'
import type { Server } from '../shared/types/servers.ts'
import type { WindowBounds } from '../shared/types/window-bounds.ts'
import { writeFileDurablySync } from './files/durable-files.ts'

export interface SavedPreferences {
  readonly settings: Settings
  readonly favouriteModels: readonly string[]
  /** Newest first. */
  readonly recentModels: readonly string[]
  /** The model a new conversation starts with; null until one was chosen. */
  readonly chosenModel: string | null
  readonly window: WindowBounds | null
  /** Added by hand, in the order in which they were. No key of theirs is here. */
  readonly servers: readonly Server[]
}

/** A part that needs some of it takes `Pick<SavedPreferences, …>` or a function made from these two. */
export interface SettingsStore {
  readonly read: () => SavedPreferences
  /**
   * Changes what is given and leaves the rest. It holds at once, also when it could not be written; then it is forgotten at the
   * end. Fails with `history-full-disk` or `history-cannot-write`, as settings lie in the same folder.
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

/** Reads settings.json in `folder`. Never fails: what cannot be used is the default, and a broken file is set aside, not lost. */
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
      const code = getErrorCode(error)
      return failed(code === 'ENOSPC' || code === 'EDQUOT' ? 'history-full-disk' : 'history-cannot-write', code)
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
    // Where it cannot be moved it cannot be overwritten either: it stays as it is.
  }
}

/** Takes each field that has the right form. Throws when it is no settings file at all. */
function parsePreferences(json: unknown): SavedPreferences {
  if (!isRecord(json)) throw new TypeError('Not a record')
  return {
    settings: settingsField.read(json['settings']),
    favouriteModels: filterStrings(json['favouriteModels']),
    recentModels: filterStrings(json['recentModels']),
    chosenModel: typeof json['chosenModel'] === 'string' ? json['chosenModel'] : null,
    window: parseBounds(json['window']),
    servers: parseServers(json['servers']),
  }
}

function parseServers(value: unknown): readonly Server[] {
  const parsed = Array.isArray(value) ? value.slice(0, maxServers).flatMap((item) => parseServer(item) ?? []) : []
  return parsed.filter(({ id }, index) => parsed.findIndex((one) => one.id === id) === index)
}

function parseServer(value: unknown): Server | null {
  if (!isRecord(value)) return null
  const { id, name, address } = value
  if (typeof id !== 'string' || !isServerId(id) || typeof name !== 'string' || typeof address !== 'string') return null
  const parsed = parseServerAddress(address)
  if (parsed.kind !== 'valid' || !parsed.candidates.includes(address)) return null
  const keyKind = oneOf(value['keyKind'], ['none', 'own', 'hugging-face'], 'none')
  // SECURITY: the door would refuse that key anyway.
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

function oneOf<Choice extends string | number | null>(value: unknown, choices: readonly Choice[], fallback: Choice): Choice {
  const chosen = choices.find((choice) => choice === value)
  return chosen === undefined ? fallback : chosen
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function getErrorCode(error: unknown): string {
  return isRecord(error) && typeof error['code'] === 'string' ? error['code'] : 'unknown'
}
