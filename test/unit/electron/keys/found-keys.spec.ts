// Finding keys in environment variables and real files, reported only by location.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { findKeys } from '../../../../electron/keys/found-keys.ts'

const testKey = `hf_${'a1B2'.repeat(8)}xy`
const other = `hf_${'Z9y8'.repeat(8)}pq`

let home: string

test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-found-'))
})
test.afterEach(() => rmSync(home, { recursive: true }))

function writeTextFile(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

const describeFoundKeys = (environment: Readonly<Record<string, string>>): unknown =>
  findKeys({ environment, home }).map((found) => found.view)

test.describe('found keys', () => {
  test('are none on a clean system', () => {
    expect(describeFoundKeys({})).toEqual([])
  })

  for (const name of ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACE_API_KEY']) {
    test(`include a key in ${name}`, () => {
      expect(describeFoundKeys({ [name]: testKey })).toEqual([{ keyLocation: { kind: 'variable', name }, lastFour: testKey.slice(-4) }])
    })
  }

  const files: readonly (readonly [string, (home: string) => { readonly path: string; readonly environment: Record<string, string> }])[] = [
    ['the default folder', (folder) => ({ path: join(folder, '.cache/huggingface/token'), environment: {} })],
    ['XDG_CACHE_HOME', (folder) => ({ path: join(folder, 'c/huggingface/token'), environment: { XDG_CACHE_HOME: join(folder, 'c') } })],
    ['HF_HOME', (folder) => ({ path: join(folder, 'h/token'), environment: { HF_HOME: join(folder, 'h') } })],
    ['HF_TOKEN_PATH', (folder) => ({ path: join(folder, 'anything'), environment: { HF_TOKEN_PATH: join(folder, 'anything') } })],
  ]
  for (const [sourceName, createSource] of files) {
    test(`include a key in the file of ${sourceName}`, () => {
      const { path, environment } = createSource(home)
      writeTextFile(path, `${testKey}\n`)
      expect(describeFoundKeys(environment)).toEqual([{ keyLocation: { kind: 'file', name: path }, lastFour: testKey.slice(-4) }])
    })
  }

  test('list variables before files', () => {
    const path = writeTextFile(join(home, '.cache/huggingface/token'), other)
    expect(describeFoundKeys({ HF_TOKEN: testKey })).toEqual([
      { keyLocation: { kind: 'variable', name: 'HF_TOKEN' }, lastFour: testKey.slice(-4) },
      { keyLocation: { kind: 'file', name: path }, lastFour: other.slice(-4) },
    ])
  })

  test('exclude values that are not keys', () => {
    const path = writeTextFile(join(home, 'long'), `${testKey}${' '.repeat(10_000)}`)
    mkdirSync(join(home, '.cache/huggingface/token'), { recursive: true })
    expect(describeFoundKeys({ HF_TOKEN: 'secret', HUGGINGFACE_API_KEY: '' })).toEqual([])
    expect(describeFoundKeys({ HF_TOKEN_PATH: path })).toEqual([])
  })
})
