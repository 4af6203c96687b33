// The promises that can be proven so far, by the number under which specs claim them ("[row 4] …" in a spec's title).
// A row is added with the first spec that proves it.

export interface Row {
  readonly row: number
  readonly promise: string
  /** The figure to reach, in words. */
  readonly toReach: string
}

export const rows: readonly Row[] = [
  { row: 1, promise: 'The chat window never holds the key', toReach: '0 hits' },
  { row: 2, promise: 'The key window leaves nothing', toReach: '0 processes, 0 hits' },
  { row: 3, promise: 'The key crosses IPC once, inwards', toReach: '1 message in, 0 out' },
  { row: 4, promise: 'The key is not on disk', toReach: '0 hits' },
  { row: 5, promise: 'The key is not in child environments or arguments', toReach: '0 hits' },
  { row: 6, promise: 'The key is not in logs or failures', toReach: '0 hits in 60 forced failures' },
  { row: 7, promise: 'The key goes only to Hugging Face', toReach: '0 header and 0 body bytes elsewhere' },
  { row: 8, promise: 'No silent plain-text fallback', toReach: '8/8 right state and words, 0 bytes on disk' },
  { row: 9, promise: 'Locked is not "no key"', toReach: 'says locked, first-run screen never shown' },
  { row: 10, promise: '"Forgotten" is true', toReach: '3/3 honest, key unreadable when "done" is said' },
  { row: 11, promise: 'The keychain cannot hang the app', toReach: 'quit ≤ 3 s, others unaffected' },
  { row: 12, promise: 'The keychain cannot crash it', toReach: '0 crashes, 0 uses' },
  { row: 13, promise: 'A session-only key dies with the session', toReach: 'asked again 3/3' },
  { row: 14, promise: 'Sandboxed and isolated', toReach: '100 %' },
  { row: 15, promise: 'Fuses as decided', toReach: 'all' },
  { row: 17, promise: 'The content security policy holds', toReach: '30 blocked, 0 requests' },
  { row: 19, promise: 'Reading an answer contacts nobody', toReach: '0 requests' },
  { row: 20, promise: 'Links open only https, by a click, showing the true host first', toReach: '0 bad, 1 site' },
  { row: 21, promise: 'IPC is closed', toReach: '0 accepted, 0 crashes' },
  { row: 22, promise: 'The bridge is minimal', toReach: '0 extra' },
  { row: 23, promise: 'Permissions are denied', toReach: '100 % but the decided ones' },
  { row: 24, promise: 'app:// serves only the bundle', toReach: '0 outside files' },
  { row: 25, promise: 'Only Hugging Face is contacted', toReach: 'hosts = the pinned list' },
  { row: 26, promise: 'No listening socket, no URL handler', toReach: '0, 0' },
  { row: 28, promise: 'What is acknowledged survives kill -9', toReach: '0 lost, 0 integrity errors' },
  { row: 29, promise: 'Streamed text survives a crash', toReach: '≤ 500 ms lost, marked interrupted 100 %' },
  { row: 35, promise: 'An older app cannot hurt newer data', toReach: 'refused, file unchanged' },
  { row: 36, promise: 'Two starts, one app', toReach: '1 instance, 0 errors' },
  { row: 37, promise: 'History is private', toReach: '0600 / 0700' },
  { row: 38, promise: 'Deleted means deleted', toReach: '0 canary hits' },
  { row: 40, promise: 'A cut answer is never shown as whole', toReach: 'all ways of cutting marked' },
  { row: 46, promise: 'TLS is never waived', toReach: 'refused, 0 overrides' },
  { row: 47, promise: 'Proxies work', toReach: '0 overrides, 1/1, rest not proven here' },
  { row: 48, promise: 'Long use is stable', toReach: 'no growth trend, 0 handles left' },
  { row: 49, promise: 'No unknown code ships', toReach: '0 high, 0 secrets' },
]
