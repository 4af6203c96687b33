// The promises that specs prove, by the row number with which specs claim them ("[row 4] …" in a title). A row is added with the
// first spec that proves it.

export interface Row {
  readonly row: number
  readonly promise: string
  /** The required result, in words. */
  readonly target: string
}

export const rows: readonly Row[] = [
  { row: 1, promise: 'The chat window never holds the key', target: '0 hits' },
  { row: 2, promise: 'The key window leaves nothing', target: '0 processes, 0 hits' },
  { row: 3, promise: 'The key crosses IPC once, inwards', target: '1 message in, 0 out' },
  { row: 4, promise: 'The key is not on disk', target: '0 hits' },
  { row: 5, promise: 'The key is not in child environments or arguments', target: '0 hits' },
  { row: 6, promise: 'The key is not in logs or failures', target: '0 hits in 60 forced failures' },
  { row: 7, promise: 'The key goes only to Hugging Face', target: '0 header and 0 body bytes elsewhere' },
  { row: 8, promise: 'No silent plain-text fallback', target: '8/8 right state and words, 0 bytes on disk' },
  { row: 9, promise: 'Locked is not "no key"', target: 'says locked, first-run screen never shown' },
  { row: 10, promise: 'A removed key is gone', target: '3/3 honest, key unreadable once the app says it is done' },
  { row: 11, promise: 'The keychain cannot hang the app', target: 'quit ≤ 3 s, others unaffected' },
  { row: 12, promise: 'The keychain cannot crash it', target: '0 crashes, 0 uses' },
  { row: 13, promise: 'A session-only key dies with the session', target: 'asked again 3/3' },
  { row: 14, promise: 'Sandboxed and isolated', target: '100 %' },
  { row: 15, promise: 'Fuses as decided', target: 'all' },
  { row: 17, promise: 'The content security policy holds', target: '30 blocked, 0 requests' },
  { row: 18, promise: 'Hostile answers are inert', target: '0 runs, 0 requests, 0 navigations, 0 windows' },
  { row: 19, promise: 'Reading an answer sends no request', target: '0 requests' },
  { row: 20, promise: 'Links open only https, by a click, showing the true host first', target: '0 bad, 1 site' },
  { row: 21, promise: 'IPC is closed', target: '0 accepted, 0 crashes' },
  { row: 22, promise: 'The bridge is minimal', target: '0 extra' },
  { row: 23, promise: 'Permissions are denied', target: '100 % but the decided ones' },
  { row: 24, promise: 'app:// serves only the bundle', target: '0 outside files' },
  { row: 25, promise: 'Only Hugging Face is contacted', target: 'hosts = the pinned list' },
  { row: 26, promise: 'No listening socket, no URL handler', target: '0, 0' },
  { row: 28, promise: 'Acknowledged data survives kill -9', target: '0 lost, 0 integrity errors' },
  { row: 29, promise: 'Streamed text survives a crash', target: '≤ 500 ms lost, marked interrupted 100 %' },
  { row: 30, promise: 'Full disk is safe', target: '0 corruption, plain words, old data readable 4/4' },
  { row: 31, promise: 'Read-only, denied, missing folder', target: '5/5 plain words, 0 crashes' },
  { row: 32, promise: 'Damage never deletes', target: 'original kept, backup offered, counts shown' },
  { row: 33, promise: 'Backups restore', target: '100 % quick_check; 3 kept' },
  { row: 34, promise: 'Migration from every release', target: '100 % rows equal' },
  { row: 35, promise: 'An older app cannot hurt newer data', target: 'refused, file unchanged' },
  { row: 36, promise: 'Two starts, one app', target: '1 instance, 0 errors' },
  { row: 37, promise: 'History is private', target: '0600 / 0700' },
  { row: 38, promise: 'Deleted means deleted', target: '0 canary hits' },
  { row: 39, promise: 'Every network fault has words and an action', target: 'all of 45 or more, 0 raw codes or stacks' },
  { row: 40, promise: 'A cut answer is never shown as complete', target: '8/8 marked' },
  { row: 41, promise: 'Stop stops', target: '≤ 200 ms, socket closed in every phase' },
  { row: 42, promise: 'Stalls are reported, then ended', target: 'reported at 30 s, ended at the limit + 10 %' },
  { row: 43, promise: 'The stream reader is exact', target: '0 differences, 0 crashes' },
  { row: 44, promise: 'Huge replies are bounded', target: 'main grows ≤ 100 MB' },
  { row: 45, promise: 'Retry is polite', target: 'right wait; ≤ 3 requests; 0 after the first text' },
  { row: 46, promise: 'TLS is never waived', target: 'refused, 0 overrides' },
  { row: 47, promise: 'Proxies work', target: '0 overrides, 1/1, rest not proven here' },
  { row: 48, promise: 'Long use is stable', target: 'no growth trend, 0 handles left' },
  { row: 49, promise: 'No unknown code ships', target: '0 high, 0 secrets' },
]
