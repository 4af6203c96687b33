// Every form in which a leaked key could lie around, and the search for them in bytes and in folders. Hides how each form is made.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface CanaryForm {
  readonly name: string
  readonly bytes: Buffer
}

/** Characters at either end of a key that are searched for: a part of it is a leak too. */
const canaryPartLength = 12

/** The forms of one secret text of ASCII characters. Whatever holds the whole of it holds at least one of them. */
export function canaryForms(secret: string): readonly CanaryForm[] {
  const parts = [
    { part: 'first', text: secret.slice(0, canaryPartLength) },
    { part: 'last', text: secret.slice(-canaryPartLength) },
  ]
  const partForms = parts.flatMap(({ part, text }) =>
    Object.entries(encodings(text)).map(([name, encoded]) => ({ name: `${name}, ${part} ${canaryPartLength}`, bytes: encoded })),
  )
  return [...partForms, ...[0, 1, 2].flatMap((offset) => base64At(secret, offset))]
}

function encodings(text: string): Readonly<Record<string, Buffer>> {
  const hex = Buffer.from(text).toString('hex')
  const pairs = hex.match(/../g) ?? []
  return {
    raw: Buffer.from(text),
    'UTF-16LE': Buffer.from(text, 'utf16le'),
    hex: Buffer.from(hex),
    HEX: Buffer.from(hex.toUpperCase()),
    'percent-encoded': Buffer.from(pairs.map((pair) => `%${pair}`).join('')),
    'PERCENT-ENCODED': Buffer.from(pairs.map((pair) => `%${pair.toUpperCase()}`).join('')),
    'JSON-escaped': Buffer.from(pairs.map((pair) => `\\u00${pair}`).join('')),
    'JSON-ESCAPED': Buffer.from(pairs.map((pair) => `\\u00${pair.toUpperCase()}`).join('')),
  }
}

/** What base64 makes of the secret when so many bytes stand before it, without the signs that its neighbours share. */
function base64At(secret: string, offset: number): readonly CanaryForm[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
  const sharedCharacters = Math.ceil((offset * 8) / 6)
  const completeCharacters = Math.floor((bytes.length * 8) / 6)
  const standard = bytes.toString('base64').slice(sharedCharacters, completeCharacters)
  const urlSafe = bytes.toString('base64url').slice(sharedCharacters, completeCharacters)
  const forms = [{ name: `base64 at offset ${offset}`, bytes: Buffer.from(standard) }]
  return urlSafe === standard ? forms : [...forms, { name: `URL-safe base64 at offset ${offset}`, bytes: Buffer.from(urlSafe) }]
}

/** The names of the forms that `bytes` holds. */
export function findForms(bytes: Buffer | string, forms: readonly CanaryForm[]): readonly string[] {
  const haystack = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  return forms.filter((form) => haystack.includes(form.bytes)).map((form) => form.name)
}

export interface FolderSearch {
  readonly files: number
  readonly bytes: number
  /** A path and the form found there, each. */
  readonly hits: readonly string[]
}

/** Searches every file in the folders, and the files' names. What goes away meanwhile is not searched. */
export function searchFolders(folders: readonly string[], forms: readonly CanaryForm[]): FolderSearch {
  const found = folders.flatMap((folder) => listFiles(folder)).map((path) => ({ path, content: readContent(path) }))
  return {
    files: found.length,
    bytes: found.reduce((sum, { content }) => sum + content.length, 0),
    hits: found.flatMap(({ path, content }) => [...findForms(path, forms), ...findForms(content, forms)].map((form) => `${path}: ${form}`)),
  }
}

function listFiles(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

function readContent(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
