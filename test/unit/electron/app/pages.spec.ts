// Which addresses exist under app://, tried with what an attacker would try.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { chatPage, keyPage, pageIn, resolvePage } from '../../../../electron/app/pages.ts'
import { proven } from '../../../support/proof.ts'

const climbs = ['..', '%2e%2e', '%2E.', '.%2e', '..%00', '%252e%252e', '..;', '....', '\u2024\u2024', '%c0%ae%c0%ae']
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
const starts = ['app://parley/', 'app://parley/assets/']

function traversals(): readonly string[] {
  return starts.flatMap((start) =>
    climbs.flatMap((climb) => slashes.flatMap((slash) => targets.map((target) => `${start}${climb}${slash}${climb}${slash}${target}`))),
  )
}

test('[row 24] no way of writing an address leads out of the bundle', () => {
  const cases = traversals()
  expect(cases.length).toBeGreaterThanOrEqual(500)
  const served = cases.filter((address) => resolvePage(address, chatPage) !== null || resolvePage(new URL(address).href, keyPage) !== null)
  expect(served).toEqual([])
  proven({ figure: `${served.length} files outside the bundle`, cases: cases.length, where: ['Node'] })
})

test('another host, scheme or query is not the page', () => {
  const strangers = [
    'app://other/index.html',
    'https://parley/index.html',
    'app://parley/index.html?x',
    'app://parley/index.html#x',
    'file:///index.html',
    '',
  ]
  expect(strangers.filter((address) => resolvePage(address, chatPage) !== null)).toEqual([])
})

test('each window is served its own page and not the other', () => {
  expect(resolvePage(chatPage.address, chatPage)?.path).toBe('renderer/index.html')
  expect(resolvePage(keyPage.address, chatPage)).toBeNull()
  expect(resolvePage(chatPage.address, keyPage)).toBeNull()
})

test('everything that was built for the pages can be reached', () => {
  const assets = join(import.meta.dirname, '../../../../dist/pages/assets')
  expect(existsSync(assets)).toBe(true)
  const unreachable = readdirSync(assets).filter((name) => resolvePage(`app://parley/assets/${name}`, chatPage) === null)
  expect(unreachable).toEqual([])
})

test('the page in which the key is typed may connect to nothing', () => {
  expect(resolvePage(keyPage.address, keyPage)?.headers['content-security-policy']).toContain("connect-src 'none'")
})

for (const path of ['renderer/index.html', 'key-window/page.html']) {
  test(`${path} says which language it speaks`, () => {
    const html = readFileSync(join(import.meta.dirname, '../../../..', path), 'utf8')
    expect(pageIn('de', html)).toBe(html.replace('lang="en"', 'lang="de"'))
    expect(pageIn('de', html)).toContain('<html lang="de">')
    expect(pageIn('en', html)).toBe(html)
  })
}
