// Finding secrets in text: keys of every kind in many contexts, harmless text, and text designed to be slow.

import { expect, test } from '@playwright/test'
import { findSecrets } from '../../../shared/secrets.ts'
import { en } from '../../../shared/words/en/en.ts'
import { chatModelTable } from '../../stand-ins/hub/catalogue-table.ts'
import { createCharacters, fakeKey, fakeKeys } from '../../support/data/key-fixtures.ts'
import { readSources } from '../../support/sources.ts'

/** The kind of each secret, and the text of its match. */
const findSecretTexts = (text: string) => findSecrets(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])

const surroundings: Readonly<Record<string, readonly [string, string]>> = {
  alone: ['', ''],
  'in a sentence': ['My key is ', ', please do not tell.'],
  'in quotes': ['key = "', '"\n'],
  'in single quotes': ["key: '", "',"],
  'in code': ['Run `', '`.'],
  'in brackets': ['(', ')'],
  'after an equals sign': ['KEY=', '\n'],
  'on a line of its own': ['before\n', '\nafter'],
  'after a Windows line end': ['before\r\n', '\r\nafter'],
  'in a tag': ['<b>', '</b>'],
  'in a language without spaces': ['密钥是', '。'],
  'at the end of a long text': ['The sea is salt. '.repeat(20_000), ''],
}

test.describe('secret detection', () => {
  for (const [context, [before, after]] of Object.entries(surroundings)) {
    test(`finds a key of every kind ${context}`, () => {
      const missedKeys = fakeKeys.filter(([kind, key]) => {
        const foundSecrets = findSecrets(before + key + after)
        return !foundSecrets.some(
          (secret) => secret.kind === kind && secret.start >= before.length - 1 && secret.start < before.length + key.length,
        )
      })
      expect(missedKeys).toEqual([])
    })
  }

  test('finds the exact position of the key', () => {
    const texts = fakeKeys.map(([kind, key]) => [[kind, key], findSecretTexts(`before ${key} after`)] as const)
    expect(texts.filter(([[kind, key], foundSecrets]) => JSON.stringify(foundSecrets) !== JSON.stringify([[kind, key]]))).toEqual([])
  })

  test('shows only four characters of it', () => {
    const maskedKeys = fakeKeys.flatMap(([, key]) => findSecrets(key).map((secret) => [key, secret.masked] as const))
    expect(maskedKeys.filter(([key, mask]) => mask !== `${key.slice(0, 4)}…`)).toEqual([])
    expect(maskedKeys).toHaveLength(fakeKeys.length)
  })

  test('finds several keys in the order of the text', () => {
    const all = fakeKeys.map(([, key]) => key)
    const text = all.join(' and ')
    expect(findSecrets(text).map(({ kind }) => kind)).toEqual(fakeKeys.map(([kind]) => kind))
  })

  test('finds a key pasted twice without a space', () => {
    expect(findSecrets(fakeKey + fakeKey)).not.toEqual([])
  })

  for (const [caseName, broken] of [
    ['a line end', '\n'],
    ['a Windows line end', '\r\n'],
    ['a line end with spaces around it', '  \n    '],
    ['a zero-width character', '\u200B'],
    ['a soft hyphen', '\u00AD'],
  ] as const) {
    test(`finds a key with ${caseName} at any position in it`, () => {
      for (let index = 1; index < fakeKey.length; index += 1) {
        const key = fakeKey.slice(0, index) + broken + fakeKey.slice(index)
        expect(findSecretTexts(`one\ntwo ${key} three\nfour`)).toEqual([['hugging-face', key]])
      }
    })
  }
})

/** All words on screen. */
function listWords(part: object): readonly string[] {
  return Object.values(part).flatMap((value: unknown) => (typeof value === 'object' && value !== null ? listWords(value) : [String(value)]))
}

test.describe('secret matches', () => {
  test('finds a key wrapped twice, after another key, in many lines', () => {
    const wrappedKey = `${fakeKey.slice(0, 10)}\n${fakeKey.slice(10, 20)}\n${fakeKey.slice(20)}`
    const other = `ghp_${createCharacters(36)}`
    const text = `${'one\n two\n'.repeat(50)}${other}\nthree ${wrappedKey} four\n${wrappedKey}`
    expect(findSecretTexts(text)).toEqual([
      ['github', other],
      ['hugging-face', wrappedKey],
      ['hugging-face', wrappedKey],
    ])
  })

  const examples = [
    `hf_${'x'.repeat(34)}`,
    `hf_${'xXxX'.repeat(9)}`,
    'hf_abcdefghijklmnopqrstuvwxyzABCDEFGH',
    `hf_${'a1B2'.repeat(9)}`,
    'hf_onlyUsedAgainstTheServerOfThisTest',
    'hf_…',
    'hf_home',
    'HF_TOKEN=hf_...',
    'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'github_pat_your-key-here',
    'AKIAIOSFODNN7EXAMPLE',
    'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'glpat-XXXXXXXXXXX-XXXXXXXX',
    'sk-your-key-goes-here-and-nowhere-else-in-the-file',
    'sk-proj-************************************************',
    'sk-1234567890abcdef1234567890abcdef',
    'https://user:password@host.invalid/',
    'https://user:******@host.invalid/',
    'https://somebody:hunter22@example.com/',
    `https://user:\${password}@host.invalid/`,
    'https://user:<password>@host.invalid/',
    'postgres://user:secret@localhost/database',
    '//registry.invalid/:_authToken=${NPM_TOKEN}',
  ]

  for (const example of examples) {
    test(`ignores the example ${example}`, () => expect(findSecrets(`before ${example} after`)).toEqual([]))
  }

  const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const ids = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => createCharacters(40, '0123456789abcdef', seed))

  const code = [
    'const risk = task-list ?? sk-learn',
    'npm_config_ignore_scripts=true npm ci',
    'user_password = get_password_from_the_environment()',
    'self._password = os.environ["PASSWORD"]',
    '_password = generateRandomPassword(length)',
    'this._authToken = await readAuthToken(session)',
    'aws_secret_access_key = os.environ["AWS_SECRET_ACCESS_KEY"]',
    'AccountKey={key};EndpointSuffix=core.invalid',
    '.sk-folding-cube-animation-delay-for-the-second-cube { }',
    '#sk-container-id-1 div.sk-label-container:hover label.sk-toggleable__label',
    'import { hf_hub_download } from "huggingface_hub"',
    'half_open = shelf_of_many_things_that_go_on_and_on_for_long',
    'fw_update_available_for_all_devices_in_the_house()',
    'The header is -----BEGIN PRIVATE KEY----- and then comes base64.',
    `-----BEGIN CERTIFICATE-----\n${createCharacters(64, base64)}\n-----END CERTIFICATE-----`,
    `-----BEGIN PUBLIC KEY-----\n${createCharacters(64)}\n-----END PUBLIC KEY-----`,
    `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5${createCharacters(48)} somebody@host`,
    'SELECT * FROM users WHERE xoxo = 1',
    'ASIA PACIFIC ECONOMIC COOPERATION',
    'git clone https://huggingface.co/org/name',
    'https://host.invalid:8080/path@2x.png',
    ['http://localhost:11434', 'somebody@host.invalid'].join('\n'),
    'https://web.archive.org/web/20200101000000/https://host.invalid/',
    'https://mastodon.invalid/@somebody/109876543210987654',
    'postgres://localhost:5432/database',
    'mailto:somebody@host.invalid?subject=key',
    'ssh git@github.com:org/name.git',
    'integrity="sha512-' + createCharacters(86) + '=="',
    'pk_live_' + createCharacters(24),
    '{"alg":"HS256"}',
  ]

  const harmlessTexts: readonly string[] = [
    ...listWords(en),
    ...chatModelTable.split('\n'),
    ...ids,
    ...ids.map((id) => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')),
    ...ids.map((id) => `https://huggingface.co/org/name/blob/${id}/file.json?download=true#L1`),
    ...ids.map((id) => `sha256:${id}${id.slice(0, 24)}`),
    ...[1, 2, 3, 4].map((seed) => `data:image/png;base64,${createCharacters(200_000, base64, seed)}==`),
    ...code,
  ]

  test('ignores harmless words, names, ids, addresses, images and code', () => {
    expect(harmlessTexts.length).toBeGreaterThan(500)
    expect(harmlessTexts.flatMap(findSecretTexts)).toEqual([])
    expect(findSecretTexts(harmlessTexts.join('\n'))).toEqual([])
  })

  test('finds nothing in the files of this project', () => {
    const files = readSources((path) => /\.(ts|tsx|mjs|css|md|json|yml|html)$/.test(path))
    expect(files.length).toBeGreaterThan(200)
    expect(files.flatMap(({ path, text }) => findSecretTexts(text).map(([kind]) => `${path}: ${kind}`))).toEqual([])
  })
})

/** Texts on which a careless regular expression backtracks: starts without an end, and near misses. */
const pathologicalTexts: readonly string[] = [
  ...fakeKeys.map(([, key]) => key.slice(0, 4)),
  ...fakeKeys.map(([, key]) => key.slice(0, -12)),
  ...fakeKeys.map(([, key]) => `${key.slice(0, 12)} `),
  ' ',
  '\n',
  ' \u200B',
  'a',
  'A1',
  '-',
  '_',
  '://a:b',
  'https://a:',
  '-----BEGIN ',
  '-----BEGIN RSA PRIVATE KEY-----',
  `-----BEGIN RSA PRIVATE KEY-----${`${'a'.repeat(39)} `.repeat(6)}`,
  '_password ',
]

/** CPU time in milliseconds, the minimum of three runs. Unlike wall-clock time it does not depend on other programs. */
function measureCpuMs(work: () => unknown): number {
  const cpuTimes = [1, 2, 3].map(() => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  })
  return Math.min(...cpuTimes)
}

test.describe('secret search cost', () => {
  test('grows linearly with the text, whatever it contains', () => {
    const slowTexts = pathologicalTexts.filter((part) => {
      const text = part.repeat(Math.ceil(10_000 / part.length))
      // Four times the text may take about four times as long, not sixteen times. Very short times are not compared.
      return measureCpuMs(() => findSecrets(text)) > Math.max(30, 8 * measureCpuMs(() => findSecrets(text.slice(0, 2_500))))
    })
    expect(slowTexts).toEqual([])
  })

  test('searches five million characters in at most 50 times a single pass', () => {
    const sentence = 'The sea is salt, sk- the rivers are not; see https://huggingface.co/docs and hf_hub.\n'
    const text = sentence.repeat(Math.ceil(5_000_000 / sentence.length)) + fakeKey
    expect(findSecrets(text)).toHaveLength(1)
    expect(measureCpuMs(() => findSecrets(text)) / measureCpuMs(() => text.match(/\S+/g))).toBeLessThan(50)
  })
})
