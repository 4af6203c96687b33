// What may be opened in the browser, and the host a person is shown before it is. Pure; both sides of the bridge use it.

/** Where one makes a key with just the one right that Parley needs. */
export const newKeyAddress =
  'https://huggingface.co/settings/tokens/new?ownUserPermissions=inference.serverless.write&tokenType=fineGrained'

/** Where one sees one's keys, and deletes them. */
export const keysAddress = 'https://huggingface.co/settings/tokens'

export interface Link {
  readonly address: string
  /** The true host as the browser will see it: foreign letters in their ASCII form, so that look-alikes show. */
  readonly host: string
}

/** Reads an address from an answer. Null for everything but a plain https address without a name and password in it. */
export function parseLink(address: string): Link | null {
  // Control and direction-changing characters only serve to make an address look like another one.
  if (/[\p{Cc}\p{Cf}\s]/u.test(address)) return null
  const url = URL.parse(address)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hostname === '') return null
  return { address: url.href, host: url.host }
}
