// Certificates for servers of a spec, good and bad, from an authority of its own. Hides openssl, which makes them, and how Node is
// told for a while to trust that authority as a system would.

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { throwAwayFolder } from '../throw-away.ts'

/** What a server shows for itself, in PEM. */
export interface Identity {
  readonly key: string
  readonly cert: string
}

interface Wanted {
  /** As openssl writes it: `DNS:localhost,IP:127.0.0.1`. */
  readonly names: string
  readonly from?: string
  readonly until?: string
}

export interface Authority {
  /** A certificate signed by this authority; times as `20200101000000Z`. Valid now unless told. */
  readonly issue: (wanted: Wanted) => Identity
  /** One that only the server itself vouches for. */
  readonly issueSelfSigned: (names: string) => Identity
  /** Makes Node trust this authority besides all others, in this process, until what it returns is called. */
  readonly trust: () => () => void
  /** Where its own certificate lies, for processes that are told of it when they start. */
  readonly file: string
  readonly remove: () => void
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

const files = (name: string): readonly string[] => ['-keyout', `${name}.key`, '-out', `${name}.pem`]

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

export function makeAuthority(): Authority {
  const { path: folder, remove } = throwAwayFolder('parley-certificates-')
  const at = (name: string): string => join(folder, name)
  const openssl = (command: string, ...parameters: readonly string[]): void => {
    execFileSync('openssl', [command, '-config', at('settings'), ...parameters], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  const read = (name: string): Identity => ({ key: readFileSync(at(`${name}.key`), 'utf8'), cert: readFileSync(at(`${name}.pem`), 'utf8') })
  let count = 0

  writeFileSync(at('settings'), configuration(folder))
  writeFileSync(at('issued'), '')
  const authority = ['-subj', '/CN=An authority of a test', '-days', '2', '-addext', 'basicConstraints=critical,CA:TRUE']
  openssl('req', '-x509', ...newKey, ...authority, ...files('authority'))

  return {
    issue({ names, from = '20200101000000Z', until = '20990101000000Z' }) {
      const name = `server-${++count}`
      openssl(
        'req',
        ...newKey,
        '-subj',
        `/CN=${name}`,
        '-addext',
        `subjectAltName=${names}`,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
      )
      const signer = ['-cert', 'authority.pem', '-keyfile', 'authority.key']
      openssl('ca', '-batch', '-notext', ...signer, '-startdate', from, '-enddate', until, '-in', `${name}.csr`, '-out', `${name}.pem`)
      return read(name)
    },
    issueSelfSigned(names) {
      const name = `server-${++count}`
      openssl('req', '-x509', ...newKey, '-subj', `/CN=${name}`, '-days', '2', '-addext', `subjectAltName=${names}`, ...files(name))
      return read(name)
    },
    trust() {
      const before = getCACertificates('default')
      setDefaultCACertificates([...before, read('authority').cert])
      return () => setDefaultCACertificates(before)
    },
    file: at('authority.pem'),
    remove,
  }
}
