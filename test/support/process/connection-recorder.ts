// Loaded by Node before the app (NODE_OPTIONS): writes down every connection and every name that main asks for, a line each, to the
// file in CONNECTIONS_TO. With CONNECTIONS_STOP nothing leaves this computer: what would is refused as it is without a network.

import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import net from 'node:net'

const file = process.env['CONNECTIONS_TO'] ?? ''
const isBlocking = process.env['CONNECTIONS_STOP'] !== undefined

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

function record(kind: 'connect' | 'name' | 'datagram', host: string, port: number | null): void {
  appendFileSync(file, `${JSON.stringify({ kind, host, port })}\n`)
}

// oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
const { connect } = net.Socket.prototype
const createOfflineError = (host: string): Error => Object.assign(new Error(`connect ENETUNREACH ${host}`), { code: 'ENETUNREACH' })

/** Node's own normalised form comes as one array; a pipe is no connection to anybody. */
function parseEndpoint(args: readonly unknown[]): { readonly host: string; readonly port: number } | null {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0]
  if (typeof first === 'number') return { host: typeof args[1] === 'string' ? args[1] : 'localhost', port: first }
  if (typeof first !== 'object' || first === null || !('port' in first)) return null
  return { host: String(Reflect.get(first, 'host') ?? 'localhost'), port: Number(first.port) }
}

net.Socket.prototype.connect = function (this: net.Socket, ...args: never[]): net.Socket {
  const endpoint = parseEndpoint(args)
  if (endpoint !== null) record('connect', endpoint.host, endpoint.port)
  if (endpoint === null || !isBlocking || isLoopback(endpoint.host)) return Reflect.apply(connect, this, args)
  process.nextTick(() => this.destroy(createOfflineError(endpoint.host)))
  return this
}

const { lookup } = dns
function recordingLookup(host: string, ...rest: never[]): void {
  record('name', host, null)
  Reflect.apply(lookup, dns, [host, ...rest])
}
dns.lookup = Object.assign(recordingLookup, lookup)

// oxlint-disable-next-line typescript/unbound-method -- as above
const { send } = dgram.Socket.prototype
dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: never[]): void {
  record('datagram', args.find((arg) => typeof arg === 'string') ?? '', null)
  Reflect.apply(send, this, args)
}
