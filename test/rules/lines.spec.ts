// Lines that may stand in one place only, or nowhere. Each rule is a promise of SECURITY.md in a form a machine can hold.

import { expect, test } from '@playwright/test'
import { proven } from '../support/proof.ts'
import { sources, type Source } from '../support/sources.ts'

const code = (path: string): boolean => /^(electron|key-window|renderer|scripts|shared|test)\/.*\.(ts|tsx|mjs|cjs|html)$/.test(path)
const product = (path: string): boolean => /^(electron|key-window|renderer|shared)\/.*\.(ts|tsx|html)$/.test(path)

/** Files and lines that hold the expression, leaving comments out. */
function places(files: readonly Source[], expression: RegExp): readonly string[] {
  return files.flatMap((file) =>
    file.text
      .split('\n')
      .map((line, index) => ({ line, where: `${file.path}:${index + 1}` }))
      .filter(({ line }) => !/^\s*(\/\/|\*|\/\*)/.test(line) && expression.test(line))
      .map(({ where }) => where),
  )
}

/** An expression written in parts, so that this file does not find itself. */
const split = (...parts: readonly string[]): RegExp => new RegExp(parts.join(''))

const filesOf = (found: readonly string[]): readonly string[] => [...new Set(found.map((place) => place.replace(/:\d+$/, '')))]

interface OnePlace {
  readonly what: string
  readonly expression: RegExp
  readonly place: string
}

const onePlace: readonly OnePlace[] = [
  { what: 'the keychain is written', expression: /\.setPassword\(/, place: 'electron/keys/keychain.ts' },
  { what: 'an address is handed to the system', expression: /\.openExternal\(/, place: 'electron/app/links.ts' },
  { what: "the system's side of IPC is touched", expression: /\bipcMain\.\w/, place: 'electron/ipc/ipc.ts' },
  { what: 'the bridge is touched by the window', expression: /\bwindow\.parley\b/, place: 'renderer/state/bridge.ts' },
  {
    what: "Electron's own network is asked",
    expression: /\bnet\.(fetch|request)\b|\(\)\.fetch\(/,
    place: 'electron/network/own-session.ts',
  },
]

for (const { what, expression, place } of onePlace) {
  test(`there is one place where ${what}`, () => {
    expect(
      filesOf(
        places(
          sources((path) => product(path) && !path.startsWith('key-window/')),
          expression,
        ),
      ),
    ).toEqual([place])
  })
}

test('one line alone writes to the keychain, and one alone opens an address', () => {
  expect(places(sources(product), /\.setPassword\(/)).toHaveLength(1)
  expect(places(sources(product), /\.openExternal\(/)).toHaveLength(1)
})

test('the environment is read in main.ts only', () => {
  expect(filesOf(places(sources(product), /\bprocess\.env\b/))).toEqual(['electron/main.ts'])
})

test('[row 12] no call that crashes or searches the keychain stands anywhere', () => {
  const files = sources(code)
  expect(places(files, split('find', 'Credentials|', 'find', 'Password'))).toEqual([])
  proven({ figure: `0 uses in ${files.length} files`, cases: files.length, where: ['Node'] })
})

test('nothing starts Chromium without its sandbox', () => {
  expect(places(sources(code), split('no-', 'sandbox'))).toEqual([])
})

test('no HTML is written as text', () => {
  expect(places(sources(product), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySet/)).toEqual([])
})

/** What changes whom Parley trusts and by which way it goes: Electron's names, Chromium's switches, Node's names and variables. */
const networkOverrides =
  /rejectUnauthorized|checkServerIdentity|NODE_TLS_REJECT|NODE_EXTRA_CA|setDefaultCACertificates|certificate-error|certificate-errors|setCertificateVerifyProc|importCertificate|client-certificate|ssl-version|setProxy\(|proxy-server|proxy-pac|proxy-bypass|no-proxy|host-(resolver-)?rules|ProxyAgent|ProxyFromEnv|NODE_USE_ENV_PROXY|[Dd]ispatcher\b|createSecureContext/

test('[rows 46, 47] no setting of certificates or proxies is overridden anywhere in the app', () => {
  const files = sources(product)
  expect(places(files, networkOverrides)).toEqual([])
  // The control: a line of each kind is found.
  const planted = ['agent({ rejectUnauthorized: false })', 'session.setProxy({})', "appendSwitch('ignore-certificate-errors')"]
  expect(places([{ path: 'electron/planted.ts', text: planted.join('\n') }], networkOverrides)).toHaveLength(planted.length)
  proven({ figure: `0 overrides in ${files.length} files`, cases: files.length, where: ['Node'] })
})

test('no isolation setting is waived', () => {
  expect(places(sources(product), /webSecurity: false|contextIsolation: false|sandbox: false|nodeIntegration: true/)).toEqual([])
})

test('no type check is switched off', () => {
  expect(places(sources(code), split('@ts-(ignore|expect-error|nocheck)', '|\\bas ', 'any\\b|: ', 'any\\b(?! )'))).toEqual([])
})
