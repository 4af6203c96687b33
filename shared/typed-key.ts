// Inspects a typed or pasted key. Used by the key window for immediate feedback, and by main, which trusts no window. Only a text that cannot
// be sent is invalid: Hugging Face may change the shape of its keys.

export type TypedKey =
  | { readonly kind: 'valid'; readonly text: string; readonly warning: 'prefix' | 'short' | 'long' | null }
  | { readonly kind: 'invalid'; readonly reason: 'empty' | 'line-break' | 'characters' | 'far-too-long' }

/** Today's keys have 37 characters: `hf_` and 34 more. */
const expectedLength = { min: 30, max: 100 }
const maxLength = 1_000

// White space and invisible characters: control characters, joiners, direction marks, soft hyphens, byte order marks. Pasting adds them.
const invisibleCharacter = /[\p{Z}\p{Cc}\p{Cf}]/u
const invisibleAtEnds = new RegExp(`^${invisibleCharacter.source}+|${invisibleCharacter.source}+$`, 'gu')
const formatCharacters = /\p{Cf}/gu

/** The key without surrounding characters and a warning if it looks odd, or why it is invalid. Sends nothing. */
export function inspectTypedKey(input: string): TypedKey {
  const text = input.replace(invisibleAtEnds, '').replace(formatCharacters, '')
  if (text === '') return { kind: 'invalid', reason: 'empty' }
  if (/[\n\r\u0085\u2028\u2029]/.test(text)) return { kind: 'invalid', reason: 'line-break' }
  if (!/^[\x21-\x7e]+$/.test(text)) return { kind: 'invalid', reason: 'characters' }
  if (text.length > maxLength) return { kind: 'invalid', reason: 'far-too-long' }
  return { kind: 'valid', text, warning: findWarning(text) }
}

function findWarning(text: string): 'prefix' | 'short' | 'long' | null {
  if (!text.startsWith('hf_')) return 'prefix'
  if (text.length < expectedLength.min) return 'short'
  return text.length > expectedLength.max ? 'long' : null
}
