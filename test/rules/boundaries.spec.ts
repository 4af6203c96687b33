// Which file may import which, types included. The tables below are the architecture; ARCHITECTURE.md explains them.

import { posix } from 'node:path'
import { expect, test } from '@playwright/test'
import { listImports, getPackageName, readSources, type SourceFile } from '../support/sources.ts'

interface Boundary {
  /** Files that the row is about. The first row that matches a file applies to it. */
  readonly appliesTo: RegExp
  /** Paths and packages they may import, besides files of their own part. */
  readonly mayImport: readonly RegExp[]
}

const shared = /^shared\//
const logging = /^electron\/logging\//
const log = /^electron\/logging\/log\.ts$/
const redact = /^electron\/logging\/redact\.ts$/
const networkFailures = /^electron\/network\/failures\.ts$/
const durableFiles = /^electron\/files\/durable-files\.ts$/
const nodeBuiltIn = /^node:/
const electron = /^electron$/
const zod = /^zod/

const boundaries: readonly Boundary[] = [
  { appliesTo: shared, mayImport: [shared] },
  { appliesTo: /^key-window\/preload\.ts$/, mayImport: [shared, electron] },
  { appliesTo: /^key-window\//, mayImport: [shared, /^key-window\//] },
  {
    appliesTo: /^electron\/keys\//,
    mayImport: [shared, redact, networkFailures, nodeBuiltIn, /^electron\/keys\//, /^keytar$/, durableFiles, zod],
  },
  {
    appliesTo: /^electron\/inference\//,
    mayImport: [shared, redact, networkFailures, /^electron\/inference\//, /^@huggingface\/inference$/],
  },
  { appliesTo: /^electron\/models\//, mayImport: [shared, networkFailures, nodeBuiltIn, /^electron\/models\//, durableFiles, zod] },
  { appliesTo: /^electron\/history\//, mayImport: [shared, log, nodeBuiltIn, durableFiles, /^electron\/history\//, /^better-sqlite3$/] },
  {
    appliesTo: /^electron\/attachments\//,
    mayImport: [shared, log, /^electron\/attachments\//, /^(mammoth|papaparse|pdfjs-dist|read-excel-file|yauzl)(\/|$)/],
  },
  { appliesTo: /^electron\/export\//, mayImport: [shared, durableFiles, /^electron\/export\//] },
  { appliesTo: /^electron\/runs\//, mayImport: [shared, log, nodeBuiltIn, /^electron\/runs\//] },
  { appliesTo: /^electron\/network\/network-session\.ts$/, mayImport: [electron] },
  { appliesTo: /^electron\/network\//, mayImport: [shared, log, /^electron\/network\//] },
  { appliesTo: /^electron\/settings\.ts$/, mayImport: [shared, nodeBuiltIn, durableFiles] },
  { appliesTo: logging, mayImport: [logging, nodeBuiltIn, /^electron-log/] },
  { appliesTo: /^electron\/files\//, mayImport: [nodeBuiltIn] },
  { appliesTo: /^electron\/report\.ts$/, mayImport: [shared, redact, nodeBuiltIn, /^electron\/export\/save-file\.ts$/] },
  {
    appliesTo: /^electron\/ipc\/(chat|key)-handlers\.ts$/,
    mayImport: [
      shared,
      /^electron\/ipc\/ipc\.ts$/,
      /^electron\/(parts|settings)\.ts$/,
      /^electron\/app\/window-manager\.ts$/,
      /^electron\/history\/open-conversation\.ts$/,
    ],
  },
  { appliesTo: /^electron\/ipc\/input-schemas\.ts$/, mayImport: [shared, zod] },
  { appliesTo: /^electron\/ipc\//, mayImport: [shared, electron, /^electron\/ipc\//] },
  { appliesTo: /^electron\/app\/pages\.ts$/, mayImport: [shared] },
  { appliesTo: /^electron\/app\//, mayImport: [shared, nodeBuiltIn, electron, /^electron\/app\//] },
  { appliesTo: /^electron\/parts\.ts$/, mayImport: [shared, nodeBuiltIn, electron, /^electron\/(?!main\.ts)/] },
  { appliesTo: /^electron\/main\.ts$/, mayImport: [shared, nodeBuiltIn, electron, /^electron\/(?!main\.ts)/] },
  {
    appliesTo: /^renderer\//,
    mayImport: [
      shared,
      /^renderer\//,
      /^(react|react-dom|react-aria-components|react-aria|react-i18next|i18next|zustand|lucide-react|markdown-it|lowlight|highlight\.js|katex|papaparse|@tanstack\/react-virtual)(\/|$)/,
    ],
  },
]

/** Packages that can do harm, or whose quirks must stay in one file: each has one importer. */
const soleImporters: Readonly<Record<string, string>> = {
  keytar: 'electron/keys/keychain.ts',
  '@huggingface/inference': 'electron/inference/client.ts',
  mammoth: 'electron/attachments/word.ts',
  'pdfjs-dist': 'electron/attachments/pdf.ts',
  'read-excel-file': 'electron/attachments/sheets.ts',
  yauzl: 'electron/attachments/zip.ts',
}

/** The folders of the chat window, top first. A folder imports from lower layers only; folders of one layer do not know each other. */
const layers: readonly (readonly string[])[] = [
  ['shell'],
  ['conversation', 'commands'],
  ['settings', 'find', 'speech'],
  ['composer', 'history', 'models', 'markdown'],
  ['ui', 'format'],
  ['state'],
  ['i18n'],
]

type Graph = ReadonlyMap<string, readonly string[]>

const isProduct = (path: string): boolean => /^(electron|key-window|renderer|shared)\/.*\.tsx?$/.test(path)
const readProductSources: readonly SourceFile[] = readSources(isProduct)

/** Imports between files of the product; a file of another kind, such as a style sheet, is not in it. */
function createGraph(files: readonly SourceFile[]): Graph {
  const paths = new Set(files.map(({ path }) => path))
  return new Map(files.map((file) => [file.path, listImports(file).filter((name) => paths.has(name))]))
}

const boundaryOf = (path: string): Boundary | undefined => boundaries.find((row) => row.appliesTo.test(path))

function findCrossings(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const boundary = boundaryOf(file.path)
    if (boundary === undefined) return [`${file.path} has no row in the table`]
    return listImports(file)
      .filter((name) => !boundary.mayImport.some((allowed) => allowed.test(name)) || isForeignImporter(file.path, name))
      .map((name) => `${file.path} imports ${name}`)
  })
}

function isForeignImporter(path: string, name: string): boolean {
  const soleImporter = soleImporters[getPackageName(name)]
  return soleImporter !== undefined && soleImporter !== path
}

function findUnused(rows: readonly Boundary[], files: readonly SourceFile[]): readonly string[] {
  return rows.flatMap((row) => {
    const names = files.filter(({ path }) => rows.find(({ appliesTo }) => appliesTo.test(path)) === row).flatMap(listImports)
    return row.mayImport
      .filter((allowed) => !names.some((name) => allowed.test(name)))
      .map((allowed) => `${row.appliesTo} may import ${allowed}`)
  })
}

/** Groups of files that import each other, directly or through others (Tarjan's strongly connected components). */
function findCircles(graph: Graph): readonly (readonly string[])[] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (path: string): number => {
    const own = index.size
    let lowest = own
    index.set(path, own)
    stack.push(path)
    for (const next of graph.get(path) ?? []) {
      if (!index.has(next)) lowest = Math.min(lowest, visit(next))
      else if (stack.includes(next)) lowest = Math.min(lowest, index.get(next) ?? own)
    }
    low.set(path, lowest)
    if (lowest === own) {
      const circle = stack.splice(stack.indexOf(path))
      if (circle.length > 1) circles.push(circle.toSorted())
    }
    return lowest
  }
  for (const path of graph.keys()) if (!index.has(path)) visit(path)
  return circles
}

/** Pairs of folders that import each other. A folder and one inside it are one part: that pair is allowed. */
function findTwoWayFolders(graph: Graph): readonly string[] {
  const edges = new Set(
    [...graph].flatMap(([from, names]) => names.map((to) => `${posix.dirname(from)} ${posix.dirname(to)}`).filter(isBetweenFolders)),
  )
  return [...edges].filter((edge) => {
    const [from = '', to = ''] = edge.split(' ')
    return from < to && edges.has(`${to} ${from}`)
  })
}

function isBetweenFolders(edge: string): boolean {
  const [from = '', to = ''] = edge.split(' ')
  return from !== to && !from.startsWith(`${to}/`) && !to.startsWith(`${from}/`)
}

const isWindow = (path: string): boolean => path.startsWith('renderer/')
const layerOf = (path: string): number => layers.findIndex((folders) => folders.includes(path.split('/')[1] ?? ''))

function findUpwardImports(graph: Graph): readonly string[] {
  return [...graph]
    .filter(([from]) => isWindow(from))
    .flatMap(([from, names]) =>
      names
        .filter((to) => isWindow(to) && from.split('/')[1] !== to.split('/')[1] && layerOf(from) >= layerOf(to))
        .map((to) => `${from} imports ${to}`),
    )
}

test.describe('imports', () => {
  test('stay within the table of boundaries', () => {
    expect(findCrossings(readProductSources)).toEqual([])
  })

  test('use every allowance of the table', () => {
    expect(findUnused(boundaries, readProductSources)).toEqual([])
  })

  test('go one way between two folders', () => {
    expect(findTwoWayFolders(createGraph(readProductSources))).toEqual([])
  })

  test('form no circle, types included', () => {
    expect(findCircles(createGraph(readProductSources))).toEqual([])
  })

  test('point downwards in the chat window', () => {
    const unplaced = readProductSources.filter(({ path }) => path.startsWith('renderer/') && layerOf(path) === -1)
    expect(unplaced.map(({ path }) => path)).toEqual([])
    expect(findUpwardImports(createGraph(readProductSources))).toEqual([])
  })

  test('never name main.ts', () => {
    const importers = readProductSources.filter((file) => listImports(file).includes('electron/main.ts'))
    expect(importers.map(({ path }) => path)).toEqual([])
  })
})

const crossingsOf = (path: string, text: string): readonly string[] => findCrossings([{ path, text }])
const graphOf = (imports: Readonly<Record<string, readonly string[]>>): Graph => new Map(Object.entries(imports))

// Controls: each rule is shown something it must find.
test.describe('rules about imports', () => {
  test('find a crossed boundary, whichever way it is written', () => {
    expect(crossingsOf('renderer/shell/App.tsx', "import { openHistory } from '../../electron/history/history.ts'")).toHaveLength(1)
    expect(crossingsOf('renderer/shell/App.tsx', "import type { Key } from '../../electron/keys/key.ts'")).toHaveLength(1)
    expect(crossingsOf('electron/runs/runs.ts', "const client = await import('../inference/client.ts')")).toHaveLength(1)
    expect(crossingsOf('electron/keys/key-store.ts', "import {\n  getPassword,\n} from 'keytar'")).toHaveLength(1)
    expect(crossingsOf('shared/types/runs.ts', "export { readFile } from 'node:fs'")).toHaveLength(1)
    expect(crossingsOf('electron/unknown.ts', '')).toHaveLength(1)
  })

  test('find an allowance that nothing uses', () => {
    const rows = [{ appliesTo: /^a\//, mayImport: [/^b\//, /^c\//] }]
    expect(findUnused(rows, [{ path: 'a/a.ts', text: "import { b } from '../b/b.ts'" }])).toEqual(['/^a\\// may import /^c\\//'])
  })

  test('find a circle of three files', () => {
    expect(findCircles(graphOf({ a: ['b'], b: ['c'], c: ['a', 'd'], d: [] }))).toEqual([['a', 'b', 'c']])
  })

  test('find two folders that import each other', () => {
    expect(findTwoWayFolders(graphOf({ 'a/1': ['b/1'], 'b/2': ['a/2'], 'a/2': ['a/3/x'], 'a/3/x': ['a/1'] }))).toEqual(['a b'])
  })

  test('find an import that points upwards or sideways', () => {
    const graph = graphOf({
      'renderer/state/a.ts': ['renderer/ui/b.ts'],
      'renderer/find/c.ts': ['renderer/speech/d.ts', 'renderer/state/a.ts'],
    })
    expect(findUpwardImports(graph)).toHaveLength(2)
  })
})
