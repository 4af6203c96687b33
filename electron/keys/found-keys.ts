// Keys that lie about on this computer for other programs: in variables of the environment and in the file that Hugging Face's own
// programs write. Hides the places. Nothing found here is used unasked.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inspectTyped } from '../../shared/typed-key.ts'
import type { FoundKey, KeyPlace } from '../../shared/types/keys.ts'
import { Key } from './key.ts'

export interface Found {
  readonly key: Key
  readonly shown: FoundKey
}

interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The folder of the user. */
  readonly home: string
}

const variables = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACE_API_KEY'] as const
/** Bytes. A file of keys is a line; what is longer is something else. */
const longestFile = 4_096

/** All that is found now, variables first. Never fails. */
export function findKeys({ environment, home }: Surroundings): readonly Found[] {
  const inVariables = variables.map((name) => readKey({ kind: 'variable', name }, environment[name]))
  const file = fileOf({ environment, home })
  return [...inVariables, readKey({ kind: 'file', name: file }, contentOf(file))].filter((found) => found !== null)
}

/** Where Hugging Face's own programs keep a key, by their own rules. */
function fileOf({ environment, home }: Surroundings): string {
  const { HF_TOKEN_PATH: path, HF_HOME: folder, XDG_CACHE_HOME: cache } = environment
  if (path !== undefined && path !== '') return path
  if (folder !== undefined && folder !== '') return join(folder, 'token')
  return join(cache !== undefined && cache !== '' ? cache : join(home, '.cache'), 'huggingface', 'token')
}

function contentOf(file: string): string {
  try {
    const { size } = statSync(file)
    return size > longestFile ? '' : readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** SECURITY: of what is found only the place and the last four characters are shown, until the user says to keep it. */
function readKey(place: KeyPlace, text: string | undefined): Found | null {
  const inspected = inspectTyped(text ?? '')
  // Of a short text the last four characters would be a large part.
  if (inspected.kind !== 'fine' || inspected.doubt === 'short' || inspected.doubt === 'prefix') return null
  const key = Key.from(inspected.text)
  return key.ok ? { key: key.value, shown: { place, lastFour: inspected.text.slice(-4) } } : null
}
