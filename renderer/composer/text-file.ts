// Is a file a text, and which one? Decided by its bytes, never by its name. Pure.

import { failed, succeeded, type Reply } from '../../shared/failures.ts'

/** What no text holds; tabs, line ends, page ends and the escapes of terminals are fine. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const binaryCharacters = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/

/**
 * The text of a file: UTF-8, or UTF-16 with its mark in front. Fails with `file-old-text` for letters of another kind, which could only be
 * guessed, and with `file-kind-unknown` for what is no text.
 */
export function decodeTextFile(bytes: Uint8Array): Reply<string> {
  const text = tryDecode(bytes, detectBomEncoding(bytes) ?? 'utf-8')
  if (text !== null) return binaryCharacters.test(text) ? failed('file-kind-unknown') : succeeded(text)
  return binaryCharacters.test(new TextDecoder('latin1').decode(bytes)) ? failed('file-kind-unknown') : failed('file-old-text')
}

function detectBomEncoding([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

/** Null where the bytes are not of this encoding. The mark in front is taken off. */
function tryDecode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
