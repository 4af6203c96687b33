// Certificates for servers of a spec, good and bad, from an authority of its own. Hides openssl, which makes them, and how Node is
// told for a while to trust that authority as a system would.

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { createTempFolder } from '../temp-folder.ts'

/** What a server shows for itself, in PEM. */
export interface TlsIdentity {
  readonly key: string
  readonly cert: string
}

interface CertificateRequest {
  /** As openssl writes it: `DNS:localhost,IP:127.0.0.1`. */
  readonly certificateNames: string
  readonly validFrom?: string
  readonly validUntil?: string
}

export interface Authority {
  /** A certificate signed by this authority; times as `20200101000000Z`. Valid now unless told. */
  readonly issue: (wanted: CertificateRequest) => TlsIdentity
  /** One that only the server itself vouches for. */
  readonly issueSelfSigned: (names: string) => TlsIdentity
  /** Makes Node trust this authority besides all others, in this process, until what it returns is called. */
  readonly trust: () => () => void
  /** Where its own certificate lies, for processes that are told of it when they start. */
  readonly file: string
  readonly remove: () => void
}

const newKeyArguments = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

const outputArguments = (name: string): readonly string[] => ['-keyout', `${name}.key`, '-out', `${name}.pem`]

const configuration = (folder: string): string => `[ca]
default_ca = authority
[authority]
database = ${folder}/issued
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
`

/** Whether openssl is here to make them. */
export function canMakeCertificates(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export function createAuthority(): Authority {
  const { path: folder, removeFolder } = createTempFolder('parley-certificates-')
  const toPath = (name: string): string => join(folder, name)
  const runOpenssl = (command: string, ...parameters: readonly string[]): void => {
    execFileSync('openssl', [command, '-config', toPath('settings'), ...parameters], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  const read = (name: string): TlsIdentity => ({
    key: readFileSync(toPath(`${name}.key`), 'utf8'),
    cert: readFileSync(toPath(`${name}.pem`), 'utf8'),
  })
  let count = 0

  writeFileSync(toPath('settings'), configuration(folder))
  writeFileSync(toPath('issued'), '')
  const authority = ['-subj', '/CN=An authority of a test', '-days', '2', '-addext', 'basicConstraints=critical,CA:TRUE']
  runOpenssl('req', '-x509', ...newKeyArguments, ...authority, ...outputArguments('authority'))

  return {
    issue({ certificateNames, validFrom = '20200101000000Z', validUntil = '20990101000000Z' }) {
      const name = `server-${++count}`
      runOpenssl(
        'req',
        ...newKeyArguments,
        '-subj',
        `/CN=${name}`,
        '-addext',
        `subjectAltName=${certificateNames}`,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
      )
      const signer = ['-cert', 'authority.pem', '-keyfile', 'authority.key']
      runOpenssl(
        'ca',
        '-batch',
        '-notext',
        ...signer,
        '-startdate',
        validFrom,
        '-enddate',
        validUntil,
        '-in',
        `${name}.csr`,
        '-out',
        `${name}.pem`,
      )
      return read(name)
    },
    issueSelfSigned(names) {
      const name = `server-${++count}`
      runOpenssl(
        'req',
        '-x509',
        ...newKeyArguments,
        '-subj',
        `/CN=${name}`,
        '-days',
        '2',
        '-addext',
        `subjectAltName=${names}`,
        ...outputArguments(name),
      )
      return read(name)
    },
    trust() {
      const before = getCACertificates('default')
      setDefaultCACertificates([...before, read('authority').cert])
      return () => setDefaultCACertificates(before)
    },
    file: toPath('authority.pem'),
    remove: removeFolder,
  }
}
