// Keys that lie about on this computer for other programs: in variables of the environment and in the file that Hugging Face's own
// programs write. Hides the places. Nothing found here is used unasked.

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
  /** The folder of the user. */
  readonly home: string
}

const variableNames = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACE_API_KEY'] as const
/** Bytes. A file of keys is a line; what is longer is something else. */
const maxFileBytes = 4_096

/** All that is found now, variables first. Never fails. */
export function findKeys({ environment, home }: SearchContext): readonly DetectedKey[] {
  const fromVariables = variableNames.map((name) => detectKey({ kind: 'variable', name }, environment[name]))
  const file = getTokenPath({ environment, home })
  return [...fromVariables, detectKey({ kind: 'file', name: file }, readTokenFile(file))].filter((found) => found !== null)
}

/** Where Hugging Face's own programs keep a key, by their own rules. */
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

/** SECURITY: of what is found only the place and the last four characters are shown, until the user says to keep it. */
function detectKey(keyLocation: KeyLocation, text: string | undefined): DetectedKey | null {
  const inspection = inspectTypedKey(text ?? '')
  // Of a short text the last four characters would be a large part.
  if (inspection.kind !== 'valid' || inspection.warning === 'short' || inspection.warning === 'prefix') return null
  const key = Key.from(inspection.text)
  return key.ok ? { key: key.value, view: { keyLocation, lastFour: inspection.text.slice(-4) } } : null
}
