// Dependencies: checksums, install scripts, licences, the bill of materials, and secrets in the repository. Each check is shown to
// find a mistake.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { supplyChainChecks } from '../../../../scripts/dist/checks.ts'
import { describeSecrets } from '../../../../scripts/dist/artifact.ts'
import {
  findBillGaps,
  findLockGaps,
  readLock,
  listInstallScriptPackages,
  type Bill,
  type Lock,
} from '../../../../scripts/dist/supply-chain.ts'
import { root, readSources } from '../../../support/sources.ts'
import { recordProof } from '../../../support/proof.ts'

const checksum = 'sha512-AAAA'

test.describe('dependencies', () => {
  test('[row 49] have checksums and matching native files, and no file contains a key', () => {
    const { checks, bill, notProven } = supplyChainChecks()
    expect(checks.flatMap(({ title, problems }) => problems.map((line) => `${title}: ${line}`))).toEqual([])
    recordProof({
      figure: notProven.length === 0 ? '0 high, 0 secrets' : '0 secrets, 0 packages without a checksum',
      cases: bill.components.length,
      where: ['artifact'],
      notProven,
    })
  })

  test('run no install scripts', () => {
    const settings = readSources((path) => path === '.npmrc')[0]?.text ?? ''
    expect(settings.split('\n')).toContain('ignore-scripts=true')
    // Both ship what their scripts would fetch or compile. Review a third package before adding it here.
    expect(listInstallScriptPackages(readLock())).toEqual(['node_modules/electron-winstaller', 'node_modules/keytar'])
  })

  test('ship with the text of their licence when bundled', () => {
    for (const list of ['main/licenses.md', 'pages/licenses.md', 'pages/thread-licenses.md']) {
      const [, ...packages] = readFileSync(join(root, 'dist', list), 'utf8').split(/^## /m)
      expect(packages.length, list).toBeGreaterThan(0)
      expect(packages.filter((text) => !/\n\n[^#\s]/.test(text)).map((text) => text.split('\n')[0])).toEqual([])
    }
  })
})

const createBillOfMaterials = (content: string): Bill => ({
  metadata: { component: { name: 'parley' } },
  components: [{ name: '@scope/a', version: '1.0.0', hashes: [{ alg: 'SHA-512', content }] }],
})

test.describe('dependency checks', () => {
  test('finds a package without a checksum', () => {
    expect(findLockGaps({ '': {}, 'node_modules/a': { version: '1.0.0' } })).toEqual(['node_modules/a has no checksum'])
    expect(findLockGaps({ '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha1-AAAA' } })).toHaveLength(1)
  })

  test('finds a package missing from the lockfile, in its folder or a parent', () => {
    const lock: Lock = {
      '': { devDependencies: { a: '1.0.0' } },
      'node_modules/a': { version: '1.0.0', integrity: checksum, dependencies: { b: '1.0.0' }, optionalDependencies: { c: '1.0.0' } },
      'node_modules/a/node_modules/b': { version: '1.0.0', integrity: checksum, dependencies: { a: '1.0.0' } },
    }
    expect(findLockGaps(lock)).toEqual(['c is missing for node_modules/a'])
  })

  test('finds a package missing from the bill of materials or with another checksum', () => {
    const lock: Lock = { '': {}, 'node_modules/@scope/a': { version: '1.0.0', integrity: checksum } }
    expect(findBillGaps(createBillOfMaterials('000000'), lock)).toEqual([])
    expect(findBillGaps(createBillOfMaterials('000001'), lock)).toEqual(['node_modules/@scope/a is not in the bill of materials'])
  })
})

const alphabetLetters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Generated, so that the check of the repository does not find a secret in this file. */
const createSampleSecret = (sampleLength: number, alphabet = alphabetLetters): string =>
  Array.from({ length: sampleLength }, (_, index) => alphabet[(index * 7) % alphabet.length]).join('')

const samplesByKind = {
  'a Hugging Face key': `hf_${createSampleSecret(34)}`,
  'a GitHub key': `ghp_${createSampleSecret(36)}`,
  'an npm key': `npm_${createSampleSecret(36)}`,
  'an Amazon key': `AKIA${createSampleSecret(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')}`,
  'a model provider’s key': `sk-proj-${createSampleSecret(48)}`,
  'a private key': `-----BEGIN OPENSSH PRIVATE KEY-----\n${createSampleSecret(70)}\n`,
  'a password in an address': `https://somebody:${createSampleSecret(12)}@host.invalid/`,
  'a registry password': `_authToken=${createSampleSecret(20)}`,
}

test.describe('secrets in the repository', () => {
  for (const [kind, key] of Object.entries(samplesByKind)) {
    test(`finds ${kind} and does not print it`, () => {
      const foundSecrets = describeSecrets('a-file', `before ${key} after`)
      expect(foundSecrets).toEqual([`a-file contains what looks like ${kind}: ${key.slice(0, 4)}…`])
    })
  }

  test('ignores examples and words that start like a key', () => {
    const examples = [
      `hf_${'x'.repeat(34)}`,
      `hf_${alphabetLetters.slice(0, 34)}`,
      'hf_onlyUsedAgainstTheServerOfThisTest',
      'hf_home',
      'npm_config_ignore_scripts',
    ]
    expect(examples.flatMap((text) => describeSecrets('a-file', text))).toEqual([])
  })
})
