// Who may change the state of the chat window: only the file of the slice that it belongs to.

import { expect, test } from '@playwright/test'
import { listImports, readSources, type SourceFile } from '../support/sources.ts'

const stateFolder = 'renderer/state/'
const sliceFile = 'renderer/state/slice.ts'

/** A product file that creates a slice or a store outside of renderer/state, or a slice file that exports its setter. */
function findExposedSetters(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const imports = listImports(file)
    const makesStore = imports.some((name) => name === sliceFile || /^zustand(\/|$)/.test(name))
    if (!file.path.startsWith(stateFolder)) return makesStore ? [`${file.path} can create state of its own`] : []
    if (file.path === sliceFile || !makesStore) return []
    return findSliceLeaks(file.text).map((leak) => `${file.path} exports ${leak}`)
  })
}

/** An exported slice, an exported setter, and a slice that is passed on as a whole. */
const leakPatterns: readonly RegExp[] = [/^export\s+const\s+slice\b.*/gm, /^export\b.*\bslice\.set\s*$/gm, /(?<![\w.])slice\b(?!\s*[.=])/g]

function findSliceLeaks(text: string): readonly string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
  return leakPatterns.flatMap((pattern) => code.match(pattern) ?? [])
}

const productSources = readSources((path) => /^renderer\/.*\.tsx?$/.test(path))

test.describe('state of the chat window', () => {
  test('is changed by the file of its slice only', () => {
    expect(findExposedSetters(productSources)).toEqual([])
  })

  test('is in slices that are called `slice` in their files, for the rule above to find them', () => {
    const users = productSources.filter(({ path, text }) => path !== sliceFile && /\bcreateSlice\b/.test(text))
    expect(users.length).toBeGreaterThan(10)
    expect(users.filter(({ text }) => !/^const slice = createSlice</m.test(text)).map(({ path }) => path)).toEqual([])
  })

  test('is reset by specs only', () => {
    const callers = productSources.filter(({ path, text }) => path !== sliceFile && text.includes('resetSlices'))
    expect(callers.map(({ path }) => path)).toEqual([])
  })
})

const leaksOf = (path: string, text: string): readonly string[] => findExposedSetters([{ path, text }])
const importSlice = "import { createSlice } from './slice.ts'\nconst slice = createSlice<Toasts>({ toasts: [] })\n"

// Controls: the rule is shown what it must find, and what it must not.
test.describe('rule about state', () => {
  test('finds a component that makes a store or a slice', () => {
    expect(leaksOf('renderer/shell/App.tsx', "import { create } from 'zustand'")).toHaveLength(1)
    expect(leaksOf('renderer/shell/App.tsx', "import { createSlice } from '../state/slice.ts'")).toHaveLength(1)
    expect(leaksOf('renderer/shell/App.tsx', "import { closeDialog } from '../state/layout.ts'")).toEqual([])
  })

  test('finds a slice file that gives its setter away', () => {
    const path = 'renderer/state/toasts.ts'
    expect(leaksOf(path, "import { createSlice } from './slice.ts'\nexport const slice = createSlice<Toasts>({})")).toHaveLength(1)
    expect(leaksOf(path, `${importSlice}export const setToasts = slice.set\n`)).toHaveLength(1)
    expect(leaksOf(path, `${importSlice}share(slice)\n`)).toHaveLength(1)
    expect(leaksOf(path, `${importSlice}export { slice }\n`)).toHaveLength(1)
    expect(leaksOf(path, `${importSlice}export const useToasts = slice.use\nslice.set({ toasts: [] })\n`)).toEqual([])
  })
})
