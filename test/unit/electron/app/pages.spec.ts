// Addresses under app://, including those an attacker would try.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { chatPage, keyPage, setPageLanguage, resolvePageFile } from '../../../../electron/app/pages.ts'
import { recordProof } from '../../../support/proof.ts'

const parentSegments = ['..', '%2e%2e', '%2E.', '.%2e', '..%00', '%252e%252e', '..;', '....', '\u2024\u2024', '%c0%ae%c0%ae']
const slashes = ['/', '%2f', '%5c', '\\', '//', '%252f']
const targets = [
  'etc/passwd',
  'main/main.js',
  'preload/chat.cjs',
  'package.json',
  'renderer/index.html',
  'C:/Windows/win.ini',
  'proc/self/environ',
  '.env',
]
const basePaths = ['app://parley/', 'app://parley/assets/']

function listTraversals(): readonly string[] {
  return basePaths.flatMap((start) =>
    parentSegments.flatMap((parentSegment) =>
      slashes.flatMap((slash) => targets.map((target) => `${start}${parentSegment}${slash}${parentSegment}${slash}${target}`)),
    ),
  )
}

test.describe('app:// addresses', () => {
  test('[row 24] no spelling of an address leads out of the bundle', () => {
    const cases = listTraversals()
    expect(cases.length).toBeGreaterThanOrEqual(500)
    const served = cases.filter(
      (address) => resolvePageFile(address, chatPage) !== null || resolvePageFile(new URL(address).href, keyPage) !== null,
    )
    expect(served).toEqual([])
    recordProof({ figure: `${served.length} files outside the bundle`, cases: cases.length, where: ['Node'] })
  })

  test('another host, scheme, query or fragment is not served', () => {
    const foreignUrls = [
      'app://other/index.html',
      'https://parley/index.html',
      'app://parley/index.html?x',
      'app://parley/index.html#x',
      'file:///index.html',
      '',
    ]
    expect(foreignUrls.filter((address) => resolvePageFile(address, chatPage) !== null)).toEqual([])
  })

  test('each window gets its own page only', () => {
    expect(resolvePageFile(chatPage.address, chatPage)?.path).toBe('renderer/index.html')
    expect(resolvePageFile(keyPage.address, chatPage)).toBeNull()
    expect(resolvePageFile(chatPage.address, keyPage)).toBeNull()
  })

  test('every built asset is served', () => {
    const assets = join(import.meta.dirname, '../../../../dist/pages/assets')
    expect(existsSync(assets)).toBe(true)
    const unresolvedAssets = readdirSync(assets).filter((name) => resolvePageFile(`app://parley/assets/${name}`, chatPage) === null)
    expect(unresolvedAssets).toEqual([])
  })

  test('the key window may connect to nothing', () => {
    expect(resolvePageFile(keyPage.address, keyPage)?.headers['content-security-policy']).toContain("connect-src 'none'")
  })

  for (const path of ['renderer/index.html', 'key-window/page.html']) {
    test(`the language is set in ${path}`, () => {
      const html = readFileSync(join(import.meta.dirname, '../../../..', path), 'utf8')
      expect(setPageLanguage('de', html)).toBe(html.replace('lang="en"', 'lang="de"'))
      expect(setPageLanguage('de', html)).toContain('<html lang="de" dir="ltr">')
      expect(setPageLanguage('en', html)).toBe(html)
    })
  }
})
