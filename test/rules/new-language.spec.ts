// Adding a language takes one folder and one line, and the compiler asks for the plural forms of that language. Tried with a made-up one.

import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { addMadeUpLanguage, madeUpCode } from '../support/made-up-language.ts'
import { createTempFolder } from '../support/temp-folder.ts'

const repositoryRoot = join(import.meta.dirname, '../..')

/** What the compiler says about shared/ in `root`; empty if it compiles. */
function compile(root: string): string {
  const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc')
  try {
    execFileSync(process.execPath, [compiler, '-p', root], { encoding: 'utf8', stdio: 'pipe' })
    return ''
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
  }
}

test.describe('new language', () => {
  const { path: root } = createTempFolder('parley-new-language-')
  let changedPaths: readonly string[] = []

  test.beforeAll(() => {
    cpSync(join(repositoryRoot, 'shared'), join(root, 'shared'), { recursive: true })
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'))
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ extends: join(repositoryRoot, 'tsconfig.json'), include: ['shared'] }))
    changedPaths = addMadeUpLanguage(root)
  })

  test('is one folder and one line', () => {
    expect(changedPaths.filter((path) => dirname(path) !== `shared/words/${madeUpCode}`)).toEqual(['shared/words/languages.ts'])
    const [before, after] = [repositoryRoot, root].map((folder) =>
      readFileSync(join(folder, 'shared/words/languages.ts'), 'utf8').split('\n'),
    )
    expect(after?.length).toBe((before?.length ?? 0) + 1)
  })

  test('compiles with the four plural forms of its own rules, and not without one of them', () => {
    expect(compile(root)).toBe('')
    const file = join(root, 'shared/words', madeUpCode, 'translation.ts')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(/^ *"found_few": .*\n/m, ''))
    expect(compile(root)).toContain("'found_few'")
    writeFileSync(file, text)
  })
})
