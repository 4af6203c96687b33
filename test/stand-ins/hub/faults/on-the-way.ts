// Faults between Parley and Hugging Face: names, connections, certificates, proxies and portals, and replies that lead elsewhere.

import { failedWith, page, type Fault } from './fault.ts'

export const faultsOnTheWay = {
  'unknown-host': {
    does: 'the name of the host is not known',
    expected: failedWith('offline'),
    act: { kind: 'origin', origin: 'unknown-name' },
  },
  'connection-refused': {
    does: 'nobody listens at the address',
    expected: failedWith('offline'),
    act: { kind: 'refuse' },
  },
  'no-connection': {
    does: 'the address never answers an attempt to connect',
    expected: failedWith('timed-out'),
    act: { kind: 'origin', origin: 'swallows' },
    limit: 'connect',
  },
  'certificate-expired': {
    does: 'the certificate of the server has expired',
    expected: failedWith('tls'),
    act: { kind: 'origin', origin: 'expired' },
  },
  'certificate-wrong-name': {
    does: 'the certificate of the server is for another name',
    expected: failedWith('tls'),
    act: { kind: 'origin', origin: 'wrong-name' },
  },
  'certificate-self-signed': {
    does: 'only the server itself vouches for its certificate',
    expected: failedWith('tls'),
    act: { kind: 'origin', origin: 'self-signed' },
  },
  'captive-portal': {
    does: '200 with the page of a network that wants a sign-in first',
    expected: failedWith('captive-portal'),
    act: page(200, 'Sign in to the network'),
  },
  'portal-status': {
    does: '511 with the page of a network that wants a sign-in first',
    expected: failedWith('captive-portal'),
    act: page(511, 'Network Authentication Required'),
  },
  'proxy-password': {
    does: '407 from a proxy on the way that wants a password',
    expected: failedWith('proxy'),
    act: page(407, '407 Proxy Authentication Required'),
  },
  'redirected-301': {
    does: '301 to another host',
    expected: failedWith('unexpected-reply'),
    act: { kind: 'redirect', status: 301 },
  },
  'redirected-302': {
    does: '302 to another host',
    expected: failedWith('unexpected-reply'),
    act: { kind: 'redirect', status: 302 },
  },
  'redirected-303': {
    does: '303 to another host',
    expected: failedWith('unexpected-reply'),
    act: { kind: 'redirect', status: 303 },
  },
  'redirected-elsewhere': {
    does: '307 to another host, which would take the key and the prompt along',
    expected: failedWith('unexpected-reply'),
    act: { kind: 'redirect', status: 307 },
  },
  'redirected-308': {
    does: '308 to another host, which would take the key and the prompt along',
    expected: failedWith('unexpected-reply'),
    act: { kind: 'redirect', status: 308 },
  },
  'no-first-byte': {
    does: 'reads the request and never answers',
    expected: failedWith('stalled'),
    act: { kind: 'silence' },
    limit: 'first-byte',
  },
} as const satisfies Readonly<Record<string, Fault>>
