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

const listenState = '0A'
const connectedStates = ['01', '02']

/** Every port on which one of these processes waits for connections. */
export function listListeningSockets(pids: readonly number[]): readonly ListeningSocket[] {
  return listSockets(pids)
    .filter(({ state }) => state === listenState)
    .map(({ pid, local }) => ({ pid, port: local.port }))
}

/** Every connection of one of these processes that is there or being made at this moment. */
export function listConnections(pids: readonly number[]): readonly Connection[] {
  return listSockets(pids)
    .filter(({ state }) => connectedStates.includes(state))
    .map(({ pid, local, remote }) => ({ pid, localPort: local.port, ...remote }))
}

interface Endpoint {
  readonly host: string
  readonly port: number
}

interface SocketRow {
  readonly local: Endpoint
  readonly remote: Endpoint
  readonly state: string
  readonly inode: string
}

function listSockets(pids: readonly number[]): readonly (SocketRow & { readonly pid: number })[] {
  return pids.flatMap((pid) => {
    const ownInodes = new Set(listInodes(pid))
    return ['tcp', 'tcp6'].flatMap((table) =>
      readRows(`/proc/${pid}/net/${table}`)
        .filter(({ inode }) => ownInodes.has(inode))
        .map((row) => ({ pid, ...row })),
    )
  })
}

function readRows(file: string): readonly SocketRow[] {
  return readText(file)
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/)
      if (local === undefined || remote === undefined || state === undefined || inode === undefined) return []
      return [{ local: parseEndpoint(local), remote: parseEndpoint(remote), state, inode }]
    })
}

/** "0100007F:1F90": the address in hexadecimal words of four bytes, each with its last byte first, and the port. */
function parseEndpoint(text: string): Endpoint {
  const [address = '', port = ''] = text.split(':')
  const bytes = (address.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed())
  const isIpv4 = bytes.length === 4 || bytes.slice(0, 12).join('') === '00000000000000000000FFFF'
  const host = isIpv4
    ? bytes
        .slice(-4)
        .map((byte) => Number.parseInt(byte, 16))
        .join('.')
    : (bytes.join('').match(/.{4}/g) ?? []).join(':')
  return { host, port: Number.parseInt(port, 16) }
}

function listInodes(pid: number): readonly string[] {
  return listFolder(`/proc/${pid}/fd`).flatMap((name) => /^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${name}`))?.[1] ?? [])
}

// A process may end while it is being looked at.
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
