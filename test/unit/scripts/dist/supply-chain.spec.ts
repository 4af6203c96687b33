// The code of others: that nothing unknown can slip in by the lockfile, and that the looks at it would see it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { supplyChainChecks } from '../../../../scripts/dist/checks.ts'
import { secretsIn } from '../../../../scripts/dist/secrets.ts'
import { billGaps, gapsIn, readLock, withInstallScripts, type Bill, type Lock } from '../../../../scripts/dist/supply-chain.ts'
import { root, sources } from '../../../support/sources.ts'
import { proven } from '../../../support/proof.ts'

const checksum = 'sha512-AAAA'

test('[row 49] every package is known by its checksum, every native file by its machine, and no file holds a key', () => {
  const { checks, bill, notProven } = supplyChainChecks()
  expect(checks.flatMap(({ what, wrong }) => wrong.map((line) => `${what}: ${line}`))).toEqual([])
  proven({
    figure: notProven.length === 0 ? '0 high, 0 secrets' : '0 secrets, 0 packages without a checksum',
    cases: bill.components.length,
    where: ['artifact'],
    notProven,
  })
})

test('no package may run code while it is installed', () => {
  const settings = sources((path) => path === '.npmrc')[0]?.text ?? ''
  expect(settings.split('\n')).toContain('ignore-scripts=true')
  // Both bring what their scripts would fetch or compile; a third one is looked at before it gets in here.
  expect(withInstallScripts(readLock())).toEqual(['node_modules/electron-winstaller', 'node_modules/keytar'])
})

test('whatever is bundled ships with the text of its licence', () => {
  for (const list of ['main/licenses.md', 'pages/licenses.md', 'pages/thread-licenses.md']) {
    const [, ...packages] = readFileSync(join(root, 'dist', list), 'utf8').split(/^## /m)
    expect(packages.length, list).toBeGreaterThan(0)
    expect(packages.filter((text) => !/\n\n[^#\s]/.test(text)).map((text) => text.split('\n')[0])).toEqual([])
  }
})

test('a package without a checksum is found', () => {
  expect(gapsIn({ '': {}, 'node_modules/a': { version: '1.0.0' } })).toEqual(['node_modules/a has no checksum'])
  expect(gapsIn({ '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha1-AAAA' } })).toHaveLength(1)
})

test('a package that the lockfile forgot is found, in its own folder or in one above', () => {
  const lock: Lock = {
    '': { devDependencies: { a: '1.0.0' } },
    'node_modules/a': { version: '1.0.0', integrity: checksum, dependencies: { b: '1.0.0' }, optionalDependencies: { c: '1.0.0' } },
    'node_modules/a/node_modules/b': { version: '1.0.0', integrity: checksum, dependencies: { a: '1.0.0' } },
  }
  expect(gapsIn(lock)).toEqual(['c is missing for node_modules/a'])
})

const billWith = (content: string): Bill => ({
  metadata: { component: { name: 'parley' } },
  components: [{ name: '@scope/a', version: '1.0.0', hashes: [{ alg: 'SHA-512', content }] }],
})

test('a package that is not in the bill, or there with another checksum, is found', () => {
  const lock: Lock = { '': {}, 'node_modules/@scope/a': { version: '1.0.0', integrity: checksum } }
  expect(billGaps(billWith('000000'), lock)).toEqual([])
  expect(billGaps(billWith('000001'), lock)).toEqual(['node_modules/@scope/a is not in the bill of materials'])
})

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Made here and not written down, so that the look at the tree does not find it in this file. */
const made = (length: number, of = letters): string => Array.from({ length }, (_, place) => of[(place * 7) % of.length]).join('')

const planted = {
  'a Hugging Face key': `hf_${made(34)}`,
  'a GitHub key': `ghp_${made(36)}`,
  'an npm key': `npm_${made(36)}`,
  'an Amazon key': `AKIA${made(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')}`,
  'a model provider’s key': `sk-proj-${made(48)}`,
  'a private key': `-----BEGIN OPENSSH PRIVATE KEY-----\n${made(70)}\n`,
  'a password in an address': `https://somebody:${made(12)}@host.invalid/`,
  'a registry password': `_authToken=${made(20)}`,
}

for (const [what, key] of Object.entries(planted)) {
  test(`finds ${what} and does not repeat it`, () => {
    const found = secretsIn('a-file', `before ${key} after`)
    expect(found).toEqual([`a-file holds what looks like ${what}: ${key.slice(0, 4)}…`])
  })
}

test('takes examples, and words that begin like a key, for none', () => {
  const examples = [
    `hf_${'x'.repeat(34)}`,
    `hf_${letters.slice(0, 34)}`,
    'hf_onlyUsedAgainstTheServerOfThisTest',
    'hf_home',
    'npm_config_ignore_scripts',
  ]
  expect(examples.flatMap((text) => secretsIn('a-file', text))).toEqual([])
})
