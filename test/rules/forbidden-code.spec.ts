// Lines that may stand in one place only, or nowhere. Each rule is a promise of SECURITY.md in a form a machine can hold.

import { expect, test } from '@playwright/test'
import { recordProof } from '../support/proof.ts'
import { readSources, type SourceFile } from '../support/sources.ts'

const isCode = (path: string): boolean => /^(electron|key-window|renderer|scripts|shared|test)\/.*\.(ts|tsx|mjs|cjs|html)$/.test(path)
const isProduct = (path: string): boolean => /^(electron|key-window|renderer|shared)\/.*\.(ts|tsx|html)$/.test(path)

/** Files and lines that hold the expression, leaving comments out. */
function findLines(files: readonly SourceFile[], expression: RegExp): readonly string[] {
  return files.flatMap((file) =>
    file.text
      .split('\n')
      .map((line, index) => ({ line, where: `${file.path}:${index + 1}` }))
      .filter(({ line }) => !/^\s*(\/\/|\*|\/\*)/.test(line) && expression.test(line))
      .map(({ where }) => where),
  )
}

/** An expression written in parts, so that this file does not find itself. */
const joinPattern = (...parts: readonly string[]): RegExp => new RegExp(parts.join(''))

const listFiles = (found: readonly string[]): readonly string[] => [
  ...new Set(found.map((codeLocation) => codeLocation.replace(/:\d+$/, ''))),
]

interface SingleLocationRule {
  readonly description: string
  readonly expression: RegExp
  readonly codeLocation: string
}

const singleLocationRules: readonly SingleLocationRule[] = [
  { description: 'the keychain is written', expression: /\.setPassword\(/, codeLocation: 'electron/keys/keychain.ts' },
  { description: 'an address is handed to the system', expression: /\.openExternal\(/, codeLocation: 'electron/app/links.ts' },
  { description: "the system's side of IPC is touched", expression: /\bipcMain\.\w/, codeLocation: 'electron/ipc/ipc.ts' },
  { description: 'the bridge is touched by the window', expression: /\bwindow\.parley\b/, codeLocation: 'renderer/state/bridge.ts' },
  {
    description: "Electron's own network is asked",
    expression: /\bnet\.(fetch|request)\b|\(\)\.fetch\(/,
    codeLocation: 'electron/network/network-session.ts',
  },
]

for (const { description, expression, codeLocation } of singleLocationRules) {
  test(`there is one place where ${description}`, () => {
    expect(
      listFiles(
        findLines(
          readSources((path) => isProduct(path) && !path.startsWith('key-window/')),
          expression,
        ),
      ),
    ).toEqual([codeLocation])
  })
}

test('one line alone writes to the keychain, and one alone opens an address', () => {
  expect(findLines(readSources(isProduct), /\.setPassword\(/)).toHaveLength(1)
  expect(findLines(readSources(isProduct), /\.openExternal\(/)).toHaveLength(1)
})

test('the environment is read in main.ts only', () => {
  expect(listFiles(findLines(readSources(isProduct), /\bprocess\.env\b/))).toEqual(['electron/main.ts'])
})

test('[row 12] no call that crashes or searches the keychain stands anywhere', () => {
  const files = readSources(isCode)
  expect(findLines(files, joinPattern('find', 'Credentials|', 'find', 'Password'))).toEqual([])
  recordProof({ figure: `0 uses in ${files.length} files`, cases: files.length, where: ['Node'] })
})

test('nothing starts Chromium without its sandbox', () => {
  expect(findLines(readSources(isCode), joinPattern('no-', 'sandbox'))).toEqual([])
})

test('no HTML is written as text', () => {
  expect(findLines(readSources(isProduct), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySet/)).toEqual([])
})

/** What changes whom Parley trusts and by which way it goes: Electron's names, Chromium's switches, Node's names and variables. */
const networkOverrides =
  /rejectUnauthorized|checkServerIdentity|NODE_TLS_REJECT|NODE_EXTRA_CA|setDefaultCACertificates|certificate-error|certificate-errors|setCertificateVerifyProc|importCertificate|client-certificate|ssl-version|setProxy\(|proxy-server|proxy-pac|proxy-bypass|no-proxy|host-(resolver-)?rules|ProxyAgent|ProxyFromEnv|NODE_USE_ENV_PROXY|[Dd]ispatcher\b|createSecureContext/

test('[rows 46, 47] no setting of certificates or proxies is overridden anywhere in the app', () => {
  const files = readSources(isProduct)
  expect(findLines(files, networkOverrides)).toEqual([])
  // The control: a line of each kind is found.
  const violations = ['agent({ rejectUnauthorized: false })', 'session.setProxy({})', "appendSwitch('ignore-certificate-errors')"]
  expect(findLines([{ path: 'electron/planted.ts', text: violations.join('\n') }], networkOverrides)).toHaveLength(violations.length)
  recordProof({ figure: `0 overrides in ${files.length} files`, cases: files.length, where: ['Node'] })
})

test('no isolation setting is waived', () => {
  expect(findLines(readSources(isProduct), /webSecurity: false|contextIsolation: false|sandbox: false|nodeIntegration: true/)).toEqual([])
})

test('no type check is switched off', () => {
  expect(findLines(readSources(isCode), joinPattern('@ts-(ignore|expect-error|nocheck)', '|\\bas ', 'any\\b|: ', 'any\\b(?! )'))).toEqual(
    [],
  )
})
