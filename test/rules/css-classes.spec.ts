// TypeScript does not check the class names of CSS modules, so this does: components use existing classes, and every class is used.

import { dirname, posix } from 'node:path'
import { expect, test } from '@playwright/test'
import { readSources, type SourceFile } from '../support/sources.ts'

/** The classes of a CSS module. */
function listClasses(css: string): ReadonlySet<string> {
  const selectors = css.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/\{[^{}]*\}/g, '{}')
  return new Set([...selectors.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name = '']) => name))
}

interface Usage {
  readonly names: ReadonlySet<string>
  /** Whether a class is looked up by a value, as in `styles[kind]`. */
  readonly isDynamic: boolean
}

function findUsage(modulePath: string, components: readonly SourceFile[]): Usage {
  const names = new Set<string>()
  let isDynamic = false
  for (const { path, text } of components) {
    for (const [, identifier = '', imported = ''] of text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)) {
      if (posix.join(dirname(path), imported) !== modulePath) continue
      for (const [, name] of text.matchAll(new RegExp(`\\b${identifier}(?:\\.(\\w+)|\\[)`, 'g'))) {
        if (name === undefined) isDynamic = true
        else names.add(name)
      }
    }
  }
  return { names, isDynamic }
}

function findProblems(modules: readonly SourceFile[], components: readonly SourceFile[]): readonly string[] {
  return modules.flatMap(({ path, text }) => {
    const classes = listClasses(text)
    const { names, isDynamic } = findUsage(path, components)
    const missing = [...names].filter((name) => !classes.has(name)).map((name) => `${path} has no .${name}`)
    const unused = isDynamic ? [] : [...classes].filter((name) => !names.has(name)).map((name) => `${path}: .${name} is not used`)
    return [...missing, ...unused]
  })
}

const readModules = (): readonly SourceFile[] => readSources((path) => /^renderer\/.*\.module\.css$/.test(path))
const readComponents = (): readonly SourceFile[] => readSources((path) => /^renderer\/.*\.tsx$/.test(path))

test('components use existing CSS classes, and every class is used', () => {
  expect(readModules().length).toBeGreaterThan(30)
  expect(findProblems(readModules(), readComponents())).toEqual([])
})

test('finds a missing and an unused class (control)', () => {
  const css = { path: 'renderer/a/A.module.css', text: '.row { color: red; } /* .gone */ .row:hover .extra { color: blue; }' }
  const component = {
    path: 'renderer/a/A.tsx',
    text: "import styles from './A.module.css'\n<p className={`${styles.row} ${styles.typo}`} />",
  }
  expect(findProblems([css], [component])).toEqual(['renderer/a/A.module.css has no .typo', 'renderer/a/A.module.css: .extra is not used'])
})
