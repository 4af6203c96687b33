// Who may import whom. The table is the architecture; ARCHITECTURE.md explains it, this file holds it.

import { expect, test } from '@playwright/test'
import { importsOf, packageOf, sources, type Source } from '../support/sources.ts'

const shared = /^electron\/shared\//
const log = /^electron\/log\.ts$/
const redact = /^electron\/redact\.ts$/
const savedFile = /^electron\/saved-file\.ts$/
const wholeFile = /^electron\/whole-file\.ts$/
const networkFailure = /^electron\/network-failure\.ts$/
const builtIn = /^node:/

interface Boundary {
  readonly of: RegExp
  readonly may: readonly RegExp[]
}

/** The first row whose `of` fits a file decides for it. */
const boundaries: readonly Boundary[] = [
  { of: shared, may: [shared] },
  { of: /^electron\/key\/window\/preload\.ts$/, may: [shared, /^electron$/] },
  { of: /^electron\/key\/window\//, may: [shared, /^electron\/key\/window\//] },
  {
    of: /^electron\/key\//,
    may: [shared, log, redact, networkFailure, builtIn, /^electron\/key\/(?!window)/, /^keytar$/, wholeFile, /^zod/],
  },
  {
    of: /^electron\/inference\//,
    may: [shared, log, redact, networkFailure, builtIn, /^electron\/inference\//, /^@huggingface\/inference$/, /^eventsource-parser/],
  },
  { of: /^electron\/models\//, may: [shared, log, networkFailure, builtIn, /^electron\/models\//, wholeFile, /^zod/] },
  { of: /^electron\/history\//, may: [shared, log, builtIn, /^electron\/history\//, /^better-sqlite3$/] },
  {
    of: /^electron\/attachments\//,
    may: [shared, log, builtIn, /^electron\/attachments\//, /^(mammoth|papaparse|pdfjs-dist|read-excel-file|yauzl)(\/|$)/],
  },
  { of: /^electron\/runs\//, may: [shared, log, networkFailure, builtIn, /^electron\/runs\//] },
  { of: /^electron\/network\.ts$/, may: [shared, log, networkFailure, builtIn, /^electron\/network-limits\.ts$/] },
  { of: /^electron\/network-limits\.ts$/, may: [shared, networkFailure, builtIn] },
  { of: networkFailure, may: [shared] },
  { of: /^electron\/settings\.ts$/, may: [shared, builtIn, wholeFile] },
  { of: log, may: [redact, /^electron\/log-file\.ts$/] },
  { of: /^electron\/log-file\.ts$/, may: [builtIn, /^electron-log/] },
  { of: wholeFile, may: [builtIn] },
  { of: savedFile, may: [shared, wholeFile] },
  { of: /^electron\/saving\.ts$/, may: [shared, savedFile, /^electron\/history\/export\/export\.ts$/] },
  { of: /^electron\/report\.ts$/, may: [shared, redact, savedFile, builtIn] },
  { of: redact, may: [] },
  { of: /^electron\/contract-inputs\.ts$/, may: [shared, /^zod/] },
  { of: /^electron\/pages\.ts$/, may: [shared] },
  {
    of: /^electron\/(ipc|window|windows|crashes|preload|app-protocol|links|menu|menu-template|save-dialog|own-session)\.ts$/,
    may: [shared, builtIn, /^electron$/, /^electron\/(contract-inputs|pages|app-protocol|window|crashes|menu-template)\.ts$/],
  },
  { of: /^electron\/main\.ts$/, may: [builtIn, /^electron$/, /^electron\/(?!main\.ts)/] },
  {
    of: /^renderer\//,
    may: [
      shared,
      /^renderer\//,
      /^(react|react-dom|react-aria-components|react-aria|react-i18next|i18next|zustand|lucide-react|markdown-it|lowlight|highlight\.js|katex|papaparse|@tanstack\/react-virtual)(\/|$)/,
    ],
  },
]

/** A package that can do harm, or whose quirks must stay in one place, has one importer. */
const onlyImporters: Readonly<Record<string, string>> = {
  keytar: 'electron/key/keychain.ts',
  '@huggingface/inference': 'electron/inference/client.ts',
  mammoth: 'electron/attachments/word.ts',
  'pdfjs-dist': 'electron/attachments/pdf.ts',
  'read-excel-file': 'electron/attachments/sheets.ts',
  yauzl: 'electron/attachments/zip.ts',
}

function crossings(files: readonly Source[]): readonly string[] {
  return files.flatMap((file) => {
    const boundary = boundaries.find((row) => row.of.test(file.path))
    if (boundary === undefined) return [`${file.path} has no row in the table`]
    return importsOf(file)
      .filter((name) => !boundary.may.some((allowed) => allowed.test(name)) || wrongImporter(file.path, name))
      .map((name) => `${file.path} imports ${name}`)
  })
}

function wrongImporter(path: string, name: string): boolean {
  const only = onlyImporters[packageOf(name)]
  return only !== undefined && only !== path
}

const product = (): readonly Source[] => sources((path) => /^(electron|renderer)\/.*\.tsx?$/.test(path))

const planted = (path: string, text: string): readonly string[] => crossings([{ path, text }])

test('nobody imports what the table does not allow', () => {
  expect(crossings(product())).toEqual([])
})

test('a crossed boundary is found, whichever way it is written', () => {
  expect(planted('renderer/App.tsx', "import { openHistory } from '../electron/history/conversations.ts'")).toHaveLength(1)
  expect(planted('renderer/App.tsx', "import type { Key } from '../electron/key/key.ts'")).toHaveLength(1)
  expect(planted('electron/runs/runs.ts', "const client = await import('../inference/client.ts')")).toHaveLength(1)
  expect(planted('electron/key/key-store.ts', "import {\n  getPassword,\n} from 'keytar'")).toHaveLength(1)
  expect(planted('electron/shared/types/runs.ts', "export { readFile } from 'node:fs'")).toHaveLength(1)
  expect(planted('electron/nowhere.ts', '')).toHaveLength(1)
})

test('nobody imports main', () => {
  const importers = product().filter((file) => importsOf(file).some((name) => /^electron\/main(\.ts)?$/.test(name)))
  expect(importers.map((file) => file.path)).toEqual([])
})
