// The documents tell the truth about the tree: every path they name and every link they hold exists.

import { existsSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { expect, test } from '@playwright/test'
import { root, readSources } from '../support/sources.ts'

/** `NAME` and `<language>` in recipes stand for a new file: its folder exists, and English is a language. */
function withoutPlaceholders(path: string): string {
  return path.replace('<language>', 'en').replace(/\/NAME[\w.]*$/, '')
}

const documents = readSources((path) => /^[A-Z]+\.md$/.test(path) || /^test\/.*README\.md$/.test(path))

for (const document of documents) {
  test(`every path that ${document.path} names exists`, () => {
    const linked = [...document.text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) =>
      posix.join(dirname(document.path), match[1] ?? ''),
    )
    const named = [...document.text.matchAll(/`((?:electron|key-window|renderer|shared|test|scripts|docs|\.github)\/[\w./<>-]+)`/g)].map(
      (match) => withoutPlaceholders(match[1] ?? ''),
    )
    const missing = [...linked, ...named].filter((path) => !existsSync(join(root, path)))
    expect(missing).toEqual([])
  })
}

test('ARCHITECTURE follows a prompt through the code, each step with a link', () => {
  const architecture = documents.find((document) => document.path === 'ARCHITECTURE.md')?.text ?? ''
  const section = architecture.split('\n## ').find((part) => part.startsWith('The way of a prompt')) ?? ''
  const steps = section.match(/^\| \d+ \|.*$/gm) ?? []
  expect(steps.length).toBeGreaterThanOrEqual(7)
  expect(steps.filter((step) => !/\]\([^)]+\)/.test(step))).toEqual([])
})
