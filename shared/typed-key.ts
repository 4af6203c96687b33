// Reads what somebody typed or pasted as their key. Used by the key window, to say at once what looks wrong, and by main, which
// trusts no window. Only what could never be sent is refused: Hugging Face may change the shape of its keys.

export type TypedKey =
  | { readonly kind: 'fine'; readonly text: string; readonly doubt: 'prefix' | 'short' | 'long' | null }
  | { readonly kind: 'refused'; readonly why: 'empty' | 'line-break' | 'characters' | 'far-too-long' }

/** Keys of today have 37 characters: `hf_` and 34 more. */
const usualLength = { least: 30, most: 100 }
const longest = 1_000

// Spaces and what shows as nothing: control characters, joiners, direction marks, soft hyphen, byte order mark. Pasting brings them.
const invisible = /[\p{Z}\p{Cc}\p{Cf}]/u
const invisibleAtEnds = new RegExp(`^${invisible.source}+|${invisible.source}+$`, 'gu')
const format = /\p{Cf}/gu

/** The key without what surrounds it, and what looks odd about it; or why it cannot be one. Nothing is sent anywhere. */
export function inspectTyped(typed: string): TypedKey {
  const text = typed.replace(invisibleAtEnds, '').replace(format, '')
  if (text === '') return { kind: 'refused', why: 'empty' }
  if (/[\n\r\u0085\u2028\u2029]/.test(text)) return { kind: 'refused', why: 'line-break' }
  if (!/^[\x21-\x7e]+$/.test(text)) return { kind: 'refused', why: 'characters' }
  if (text.length > longest) return { kind: 'refused', why: 'far-too-long' }
  return { kind: 'fine', text, doubt: doubtOf(text) }
}

function doubtOf(text: string): 'prefix' | 'short' | 'long' | null {
  if (!text.startsWith('hf_')) return 'prefix'
  if (text.length < usualLength.least) return 'short'
  return text.length > usualLength.most ? 'long' : null
}
