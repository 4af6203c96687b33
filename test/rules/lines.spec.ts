// Lines that may stand in one place only, or nowhere. Each rule is a promise of SECURITY.md in a form a machine can hold.

import { expect, test } from '@playwright/test'
import { sources, type Source } from '../support/sources.ts'

const code = (path: string): boolean => /^(electron|renderer|scripts|test)\/.*\.(ts|tsx|mjs|cjs|html)$/.test(path)
const product = (path: string): boolean => /^(electron|renderer)\/.*\.(ts|tsx|html)$/.test(path)

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
  { what: 'the keychain is written', expression: /\.setPassword\(/, place: 'electron/key/keychain.ts' },
  { what: 'an address is handed to the system', expression: /\.openExternal\(/, place: 'electron/links.ts' },
  { what: "the system's side of IPC is touched", expression: /\bipcMain\.\w/, place: 'electron/ipc.ts' },
  { what: 'the bridge is touched by the window', expression: /\bwindow\.parley\b/, place: 'renderer/bridge.ts' },
  { what: "Electron's own network is asked", expression: /\bnet\.(fetch|request)\b|\(\)\.fetch\(/, place: 'electron/own-session.ts' },
]

for (const { what, expression, place } of onePlace) {
  test(`there is one place where ${what}`, () => {
    expect(
      filesOf(
        places(
          sources((path) => product(path) && !path.startsWith('electron/key/window/')),
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

test('no call that crashes or searches the keychain stands anywhere', () => {
  expect(places(sources(code), split('find', 'Credentials|', 'find', 'Password'))).toEqual([])
})

test('nothing starts Chromium without its sandbox', () => {
  expect(places(sources(code), split('no-', 'sandbox'))).toEqual([])
})

test('no HTML is written as text', () => {
  expect(places(sources(product), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySet/)).toEqual([])
})

test('no certificate, proxy or isolation setting is waived', () => {
  const waivers =
    /rejectUnauthorized|NODE_TLS_REJECT|certificate-error|setCertificateVerifyProc|setProxy\(|webSecurity: false|contextIsolation: false|sandbox: false|nodeIntegration: true/
  expect(places(sources(product), waivers)).toEqual([])
})

test('no type check is switched off', () => {
  expect(places(sources(code), split('@ts-(ignore|expect-error|nocheck)', '|\\bas ', 'any\\b|: ', 'any\\b(?! )'))).toEqual([])
})
