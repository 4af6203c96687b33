// Which addresses may be opened in the browser, and the host that is shown before. Pure; used by main and the window.

/** The page that creates a key with the one right that Parley needs. */
export const newKeyAddress =
  'https://huggingface.co/settings/tokens/new?ownUserPermissions=inference.serverless.write&tokenType=fineGrained'

/** The page that lists and deletes keys. */
export const keysAddress = 'https://huggingface.co/settings/tokens'

export interface Link {
  readonly address: string
  /** The host as the browser sees it: non-ASCII letters in their ASCII form, so that look-alikes are visible. */
  readonly host: string
}

/** Parses an address from an answer. Null for anything but an https address without credentials. */
export function parseLink(address: string): Link | null {
  // Control and direction characters only serve to disguise an address.
  if (/[\p{Cc}\p{Cf}\s]/u.test(address)) return null
  const url = URL.parse(address)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hostname === '') return null
  return { address: url.href, host: url.host }
}
