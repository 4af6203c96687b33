// Spacing, radii and font sizes come from the tokens in renderer/theme.css. The key window declares its own copies, as it shares no file.

import { expect, test } from '@playwright/test'
import { readSources, type SourceFile } from '../support/sources.ts'

const readStyles = (): readonly SourceFile[] => readSources((path) => /^(renderer|key-window)\/.*\.css$/.test(path))

interface Declaration {
  readonly path: string
  readonly property: string
  readonly value: string
}

function listDeclarations({ path, text }: SourceFile): readonly Declaration[] {
  const withoutComments = text.replaceAll(/\/\*[^]*?\*\//g, '')
  return [...withoutComments.matchAll(/(?<=[{;]\s*)([\w-]+)\s*:([^;{}]+)(?=[;}])/g)].map(([, property = '', value = '']) => ({
    path,
    property,
    value: value.trim(),
  }))
}

const spacing = /^(-?-?[\w-]*gap|(scroll-)?(margin|padding)(-[a-z-]+)?|inset(-[a-z-]+)?|top|right|bottom|left)$/
const radius = /^border(-[a-z-]+)?-radius$/
const fontSize = /^font(-size)?$/
/** `em` is allowed: it follows the text around it, which no token can. */
const rawLength = /(?<![\w.-])-?(?:\d+\.?\d*|\.\d+)(?:px|rem|pt|ch|ex|cm|mm|in)\b/

function findRawValues(files: readonly SourceFile[]): readonly string[] {
  return files
    .flatMap(listDeclarations)
    .filter(({ property, value }) => [spacing, radius, fontSize].some((kind) => kind.test(property)) && rawLength.test(value))
    .map(({ path, property, value }) => `${path}: ${property}: ${value}`)
}

test('spacing, radii and font sizes are tokens', () => {
  expect(findRawValues(readStyles())).toEqual([])
})

test('finds a raw value of each kind (control)', () => {
  const planted = [
    'padding: 0 0.6rem',
    'gap: 7px',
    'margin-inline: calc(-1 * 3px)',
    'inset: auto 0 .5rem',
    'border-radius: 5px',
    'font: 12px serif',
  ]
  const text = planted.map((declaration) => `.planted { ${declaration}; }`).join('\n')
  expect(findRawValues([{ path: 'planted.css', text }])).toHaveLength(planted.length)
  const allowed = '.a { padding: 0.1em; margin: 0 auto; border: 1px solid; font-size: var(--text-sm); /* gap: 7px; */ }'
  expect(findRawValues([{ path: 'allowed.css', text: allowed }])).toEqual([])
})

test('the theme has six steps of each kind', () => {
  const theme = readSources((path) => path === 'renderer/theme.css').flatMap(listDeclarations)
  for (const kind of ['space', 'radius', 'text'])
    expect(theme.filter(({ property }) => property.startsWith(`--${kind}-`)).map(({ property }) => property)).toHaveLength(6)
})

test('every token that is used is declared in the same page', () => {
  for (const page of ['renderer/', 'key-window/']) {
    const declarations = readStyles()
      .filter(({ path }) => path.startsWith(page))
      .flatMap(listDeclarations)
    const declared = new Set(declarations.map(({ property }) => property))
    // React Aria sets it on a popover.
    declared.add('--trigger-width')
    const used = declarations.flatMap(({ value }) => [...value.matchAll(/var\((--[\w-]+)/g)].map(([, name = '']) => name))
    expect(used.length).toBeGreaterThan(0)
    expect([...new Set(used)].filter((name) => !declared.has(name))).toEqual([])
  }
})
