// The documents tell the truth about the tree: every path they name and every link they hold exists.

import { existsSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { expect, test } from '@playwright/test'
import { root, readSources } from '../support/sources.ts'

const documents = readSources((path) => /^[A-Z]+\.md$/.test(path) || /^test\/.*README\.md$/.test(path))

for (const document of documents) {
  test(`every path that ${document.path} names exists`, () => {
    const linked = [...document.text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) =>
      posix.join(dirname(document.path), match[1] ?? ''),
    )
    const named = [...document.text.matchAll(/`((?:electron|key-window|renderer|shared|test|scripts|docs|\.github)\/[\w./-]+)`/g)].map(
      (match) => match[1] ?? '',
    )
    const missing = [...linked, ...named].filter((path) => !existsSync(join(root, path)))
    expect(missing).toEqual([])
  })
}

test('ARCHITECTURE opens with the way of a prompt, each row a link', () => {
  const architecture = documents.find((document) => document.path === 'ARCHITECTURE.md')?.text ?? ''
  const rows = architecture.split('\n## ')[1]?.match(/^\| \d+ \|.*$/gm) ?? []
  expect(rows.length).toBeGreaterThanOrEqual(7)
  expect(rows.filter((row) => !/\]\([^)]+\)/.test(row))).toEqual([])
})
