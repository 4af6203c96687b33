// Faults between Parley and Hugging Face: names, connections, certificates, proxies and portals, and replies that lead elsewhere.

import { expectFailure, pageReply, type Fault } from './fault.ts'

export const networkFaults = {
  'unknown-host': {
    description: 'the name of the host is not known',
    expected: expectFailure('offline'),
    act: { kind: 'origin', origin: 'unknown-name' },
  },
  'connection-refused': {
    description: 'nobody listens at the address',
    expected: expectFailure('offline'),
    act: { kind: 'refuse' },
  },
  'no-connection': {
    description: 'the address never answers an attempt to connect',
    expected: expectFailure('timed-out'),
    act: { kind: 'origin', origin: 'swallows' },
    limit: 'connect',
  },
  'certificate-expired': {
    description: 'the certificate of the server has expired',
    expected: expectFailure('tls'),
    act: { kind: 'origin', origin: 'expired' },
  },
  'certificate-wrong-name': {
    description: 'the certificate of the server is for another name',
    expected: expectFailure('tls'),
    act: { kind: 'origin', origin: 'wrong-name' },
  },
  'certificate-self-signed': {
    description: 'only the server itself vouches for its certificate',
    expected: expectFailure('tls'),
    act: { kind: 'origin', origin: 'self-signed' },
  },
  'captive-portal': {
    description: '200 with the page of a network that wants a sign-in first',
    expected: expectFailure('captive-portal'),
    act: pageReply(200, 'Sign in to the network'),
  },
  'portal-status': {
    description: '511 with the page of a network that wants a sign-in first',
    expected: expectFailure('captive-portal'),
    act: pageReply(511, 'Network Authentication Required'),
  },
  'proxy-password': {
    description: '407 from a proxy on the way that wants a password',
    expected: expectFailure('proxy'),
    act: pageReply(407, '407 Proxy Authentication Required'),
  },
  'redirected-301': {
    description: '301 to another host',
    expected: expectFailure('unexpected-reply'),
    act: { kind: 'redirect', status: 301 },
  },
  'redirected-302': {
    description: '302 to another host',
    expected: expectFailure('unexpected-reply'),
    act: { kind: 'redirect', status: 302 },
  },
  'redirected-303': {
    description: '303 to another host',
    expected: expectFailure('unexpected-reply'),
    act: { kind: 'redirect', status: 303 },
  },
  'redirected-elsewhere': {
    description: '307 to another host, which would take the key and the prompt along',
    expected: expectFailure('unexpected-reply'),
    act: { kind: 'redirect', status: 307 },
  },
  'redirected-308': {
    description: '308 to another host, which would take the key and the prompt along',
    expected: expectFailure('unexpected-reply'),
    act: { kind: 'redirect', status: 308 },
  },
  'no-first-byte': {
    description: 'reads the request and never answers',
    expected: expectFailure('stalled'),
    act: { kind: 'silence' },
    limit: 'first-byte',
  },
} as const satisfies Readonly<Record<string, Fault>>
