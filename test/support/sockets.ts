// The listening sockets of processes, as Linux tells them in /proc.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface ListeningSocket {
  readonly pid: number
  readonly port: number
}

const listening = '0A'

/** Every port on which one of these processes waits for connections. */
export function listeningSockets(pids: readonly number[]): readonly ListeningSocket[] {
  return pids.flatMap((pid) => {
    const own = new Set(inodesOf(pid))
    return ['tcp', 'tcp6'].flatMap((table) =>
      rowsOf(`/proc/${pid}/net/${table}`)
        .filter(({ state, inode }) => state === listening && own.has(inode))
        .map(({ port }) => ({ pid, port })),
    )
  })
}

function rowsOf(file: string): readonly { readonly port: number; readonly state: string; readonly inode: string }[] {
  return read(file)
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
      const port = local?.split(':')[1]
      return port === undefined || state === undefined || inode === undefined ? [] : [{ port: Number.parseInt(port, 16), state, inode }]
    })
}

function inodesOf(pid: number): readonly string[] {
  return list(`/proc/${pid}/fd`).flatMap((name) => /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${name}`))?.[1] ?? [])
}

// A process may end while it is being looked at.
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
