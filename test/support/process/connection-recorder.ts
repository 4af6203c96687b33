// Loaded by Node before the app (NODE_OPTIONS): writes down every connection and every name that main asks for, a line each, to the
// file in CONNECTIONS_TO. With CONNECTIONS_STOP nothing leaves this computer: what would is refused as it is without a network.

import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import net from 'node:net'

const file = process.env['CONNECTIONS_TO'] ?? ''
const stops = process.env['CONNECTIONS_STOP'] !== undefined

const isHere = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

function note(kind: 'connect' | 'name' | 'datagram', host: string, port: number | null): void {
  appendFileSync(file, `${JSON.stringify({ kind, host, port })}\n`)
}

// oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
const { connect } = net.Socket.prototype
const offline = (host: string): Error => Object.assign(new Error(`connect ENETUNREACH ${host}`), { code: 'ENETUNREACH' })

/** Node's own normalised form comes as one array; a pipe is no connection to anybody. */
function endOf(args: readonly unknown[]): { readonly host: string; readonly port: number } | null {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0]
  if (typeof first === 'number') return { host: typeof args[1] === 'string' ? args[1] : 'localhost', port: first }
  if (typeof first !== 'object' || first === null || !('port' in first)) return null
  return { host: String(Reflect.get(first, 'host') ?? 'localhost'), port: Number(first.port) }
}

net.Socket.prototype.connect = function (this: net.Socket, ...args: never[]): net.Socket {
  const end = endOf(args)
  if (end !== null) note('connect', end.host, end.port)
  if (end === null || !stops || isHere(end.host)) return Reflect.apply(connect, this, args)
  process.nextTick(() => this.destroy(offline(end.host)))
  return this
}

const { lookup } = dns
function recordedLookup(host: string, ...rest: never[]): void {
  note('name', host, null)
  Reflect.apply(lookup, dns, [host, ...rest])
}
dns.lookup = Object.assign(recordedLookup, lookup)

// oxlint-disable-next-line typescript/unbound-method -- as above
const { send } = dgram.Socket.prototype
dgram.Socket.prototype.send = function (this: dgram.Socket, ...args: never[]): void {
  note('datagram', args.find((arg) => typeof arg === 'string') ?? '', null)
  Reflect.apply(send, this, args)
}
