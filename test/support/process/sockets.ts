// The sockets of processes, as Linux tells them in /proc: where they listen, and to whom they are connected.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface ListeningSocket {
  readonly pid: number
  readonly port: number
}

export interface Connection {
  readonly pid: number
  readonly localPort: number
  /** The other end's address, in numbers. */
  readonly host: string
  readonly port: number
}

const listening = '0A'
const connected = ['01', '02']

/** Every port on which one of these processes waits for connections. */
export function listeningSockets(pids: readonly number[]): readonly ListeningSocket[] {
  return socketsOf(pids)
    .filter(({ state }) => state === listening)
    .map(({ pid, local }) => ({ pid, port: local.port }))
}

/** Every connection of one of these processes that is there or being made at this moment. */
export function connections(pids: readonly number[]): readonly Connection[] {
  return socketsOf(pids)
    .filter(({ state }) => connected.includes(state))
    .map(({ pid, local, remote }) => ({ pid, localPort: local.port, ...remote }))
}

interface End {
  readonly host: string
  readonly port: number
}

interface Row {
  readonly local: End
  readonly remote: End
  readonly state: string
  readonly inode: string
}

function socketsOf(pids: readonly number[]): readonly (Row & { readonly pid: number })[] {
  return pids.flatMap((pid) => {
    const own = new Set(inodesOf(pid))
    return ['tcp', 'tcp6'].flatMap((table) =>
      rowsOf(`/proc/${pid}/net/${table}`)
        .filter(({ inode }) => own.has(inode))
        .map((row) => ({ pid, ...row })),
    )
  })
}

function rowsOf(file: string): readonly Row[] {
  return read(file)
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/)
      if (local === undefined || remote === undefined || state === undefined || inode === undefined) return []
      return [{ local: endOf(local), remote: endOf(remote), state, inode }]
    })
}

/** "0100007F:1F90": the address in hexadecimal words of four bytes, each with its last byte first, and the port. */
function endOf(text: string): End {
  const [address = '', port = ''] = text.split(':')
  const bytes = (address.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed())
  const isFour = bytes.length === 4 || bytes.slice(0, 12).join('') === '00000000000000000000FFFF'
  const host = isFour
    ? bytes
        .slice(-4)
        .map((byte) => Number.parseInt(byte, 16))
        .join('.')
    : (bytes.join('').match(/.{4}/g) ?? []).join(':')
  return { host, port: Number.parseInt(port, 16) }
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
