// Finds keys on this computer that belong to other programs: in environment variables and in the token file of Hugging Face's own programs.
// Hides the locations. No key found here is used without being asked for.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inspectTypedKey } from '../../shared/typed-key.ts'
import type { FoundKey, KeyLocation } from '../../shared/types/keys.ts'
import { Key } from './key.ts'

export interface DetectedKey {
  readonly key: Key
  readonly view: FoundKey
}

interface SearchContext {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The user's home folder. */
  readonly home: string
}

const variableNames = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACE_API_KEY'] as const
/** A token file has one line; a larger file is something else. */
const maxFileBytes = 4_096

/** All keys that are there now, environment variables first. Never fails. */
export function findKeys({ environment, home }: SearchContext): readonly DetectedKey[] {
  const fromVariables = variableNames.map((name) => detectKey({ kind: 'variable', name }, environment[name]))
  const file = getTokenPath({ environment, home })
  return [...fromVariables, detectKey({ kind: 'file', name: file }, readTokenFile(file))].filter((found) => found !== null)
}

/** The path of the token file, by the rules of Hugging Face's programs. */
function getTokenPath({ environment, home }: SearchContext): string {
  const { HF_TOKEN_PATH: path, HF_HOME: folder, XDG_CACHE_HOME: cache } = environment
  if (path !== undefined && path !== '') return path
  if (folder !== undefined && folder !== '') return join(folder, 'token')
  return join(cache !== undefined && cache !== '' ? cache : join(home, '.cache'), 'huggingface', 'token')
}

function readTokenFile(file: string): string {
  try {
    const { size } = statSync(file)
    return size > maxFileBytes ? '' : readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** SECURITY: only the location and the last four characters are shown until the user chooses to save the key. */
function detectKey(keyLocation: KeyLocation, text: string | undefined): DetectedKey | null {
  const inspection = inspectTypedKey(text ?? '')
  // The last four characters of a short text would reveal too much of it.
  if (inspection.kind !== 'valid' || inspection.warning === 'short' || inspection.warning === 'prefix') return null
  const key = Key.from(inspection.text)
  return key.ok ? { key: key.value, view: { keyLocation, lastFour: inspection.text.slice(-4) } } : null
}
