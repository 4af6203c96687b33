// Styles fit languages that are written from right to left: they say start and end, not left and right.

import { expect, test } from '@playwright/test'
import { readSources } from '../support/sources.ts'

const physicalProperty =
  /^(?:(?:margin|padding|border|inset|scroll-(?:margin|padding))-(?:left|right)(?:-\w+)?|left|right|border-(?:top|bottom)-(?:left|right)-radius)$/
const physicalValue = /^(?:left|right)$/

/** Splits `0 var(--a) calc(1px + 2px)` into its three values. */
function splitValues(value: string): readonly string[] {
  return value.match(/(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+/g) ?? []
}

function findPhysicalDeclarations(css: string): readonly string[] {
  const withoutComments = css.replaceAll(/\/\*[^]*?\*\//g, '')
  return [...withoutComments.matchAll(/(?<=[{;]\s*)([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g)]
    .filter(([, property = '', value = '']) => {
      if (physicalProperty.test(property)) return true
      if (/^(?:text-align|float|clear)$/.test(property)) return physicalValue.test(value.trim())
      const [, second, , fourth] = splitValues(value)
      if (/^(?:margin|padding|inset|border-(?:width|style|color))$/.test(property)) return fourth !== undefined && fourth !== second
      const [first, , third] = splitValues(value)
      return property === 'border-radius' && fourth !== undefined && !(first === second && third === fourth)
    })
    .map(([declaration]) => declaration)
}

test('styles › use start and end instead of left and right', () => {
  const found = readSources((path) => /^(renderer|key-window)\/.*\.css$/.test(path)).flatMap(({ path, text }) => {
    return findPhysicalDeclarations(text).map((declaration) => `${path}: ${declaration}`)
  })
  expect(found).toEqual([])
})

test('direction rule › finds declarations with left and right', () => {
  const css =
    '.a { margin-left: 1px; padding: 0 1px 0 var(--a); left: 0; text-align: right; border-radius: 1px 2px 3px 4px; inset: 0 1px 0 1px }'
  expect(findPhysicalDeclarations(css)).toHaveLength(5)
})
