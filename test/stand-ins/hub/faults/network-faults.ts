// Network faults: name resolution, connections, certificates, proxies, captive portals, and redirects.

import { expectFailure, pageReply, type Fault } from './fault.ts'

export const networkFaults = {
  'unknown-host': {
    description: 'the host name does not resolve',
    expected: expectFailure('offline'),
    behavior: { kind: 'origin', origin: 'unknown-name' },
  },
  'connection-refused': {
    description: 'the connection is refused',
    expected: expectFailure('offline'),
    behavior: { kind: 'refuse' },
  },
  'connection-timeout': {
    description: 'connecting never completes',
    expected: expectFailure('timed-out'),
    behavior: { kind: 'origin', origin: 'unresponsive' },
    limit: 'connect',
  },
  'certificate-expired': {
    description: 'the server certificate has expired',
    expected: expectFailure('tls'),
    behavior: { kind: 'origin', origin: 'expired' },
  },
  'certificate-wrong-name': {
    description: 'the server certificate is for another name',
    expected: expectFailure('tls'),
    behavior: { kind: 'origin', origin: 'wrong-name' },
  },
  'certificate-self-signed': {
    description: 'the server certificate is self-signed',
    expected: expectFailure('tls'),
    behavior: { kind: 'origin', origin: 'self-signed' },
  },
  'captive-portal': {
    description: '200 with the sign-in page of a network',
    expected: expectFailure('captive-portal'),
    behavior: pageReply(200, 'Sign in to the network'),
  },
  'portal-status': {
    description: '511 with the sign-in page of a network',
    expected: expectFailure('captive-portal'),
    behavior: pageReply(511, 'Network Authentication Required'),
  },
  'proxy-password': {
    description: '407 from a proxy that requires a password',
    expected: expectFailure('proxy'),
    behavior: pageReply(407, '407 Proxy Authentication Required'),
  },
  'redirected-301': {
    description: '301 to another host',
    expected: expectFailure('unexpected-reply'),
    behavior: { kind: 'redirect', status: 301 },
  },
  'redirected-302': {
    description: '302 to another host',
    expected: expectFailure('unexpected-reply'),
    behavior: { kind: 'redirect', status: 302 },
  },
  'redirected-303': {
    description: '303 to another host',
    expected: expectFailure('unexpected-reply'),
    behavior: { kind: 'redirect', status: 303 },
  },
  'redirected-307': {
    description: '307 to another host, which would get the key and the prompt',
    expected: expectFailure('unexpected-reply'),
    behavior: { kind: 'redirect', status: 307 },
  },
  'redirected-308': {
    description: '308 to another host, which would get the key and the prompt',
    expected: expectFailure('unexpected-reply'),
    behavior: { kind: 'redirect', status: 308 },
  },
  'no-first-byte': {
    description: 'the request is read and never answered',
    expected: expectFailure('stalled'),
    behavior: { kind: 'silence' },
    limit: 'first-byte',
  },
} as const satisfies Readonly<Record<string, Fault>>
