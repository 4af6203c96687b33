// Looks into a packaged app and says what is wrong with it. Hides how app.asar is read and what may lie in it.
// Whatever is not named here as allowed is a stranger: a forgotten filter is found, not only a known mistake.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { extractFile, getRawHeader } from '@electron/asar'
import { root } from '../build.ts'
import { detectMachine, getMachineName, type Machine } from './machine.ts'
import { describeSecrets } from './secrets.ts'

export interface PackedFile {
  /** As the app sees it, from its own root, with forward slashes. */
  readonly path: string
  /** Inside app.asar, in app.asar.unpacked (and listed in app.asar), or lying in app.asar.unpacked without being listed. */
  readonly location: 'archive' | 'unpacked' | 'unlisted'
  readonly bytes: Buffer
}

export interface Artifact {
  readonly machine: Machine
  readonly files: readonly PackedFile[]
  /** What lies beside app.asar in Electron's folder for resources. */
  readonly siblings: readonly string[]
}

/** Reads a packaged app; `resources` is the folder that holds app.asar. */
export function openArtifact(resources: string, machine: Machine): Artifact {
  const archive = join(resources, 'app.asar')
  const unpackedFolder = join(resources, 'app.asar.unpacked')
  const listed = listEntries(getRawHeader(archive).header)
  const onDisk = existsSync(unpackedFolder) ? listFiles(unpackedFolder) : []
  const packed = listed.map((entry): PackedFile =>
    entry.isUnpacked
      ? { path: entry.path, location: 'unpacked', bytes: readFileSync(join(unpackedFolder, entry.path)) }
      : { path: entry.path, location: 'archive', bytes: extractFile(archive, join(...entry.path.split('/'))) },
  )
  const unlisted = onDisk
    .filter((path) => !listed.some((entry) => entry.path === path && entry.isUnpacked))
    .map((path): PackedFile => ({ path, location: 'unlisted', bytes: readFileSync(join(unpackedFolder, path)) }))
  const siblings = readdirSync(resources).filter((name) => name !== 'app.asar' && name !== 'app.asar.unpacked')
  return { machine, files: [...packed, ...unlisted], siblings }
}

const listNativePaths = (machine: Machine): readonly string[] => [
  `node_modules/better-sqlite3/prebuilds/${getMachineName(machine)}.node`,
  `node_modules/keytar/prebuilds/${getMachineName(machine)}/keytar.node`,
]

const requiredFiles = [
  'package.json',
  'LICENSE',
  'dist/main/main.js',
  'dist/main/search-worker.js',
  'dist/main/file-process.js',
  'dist/main/licenses.md',
  'dist/preload/chat.cjs',
  'dist/preload/key.cjs',
  'dist/pages/renderer/index.html',
  'dist/pages/key-window/page.html',
  'dist/pages/licenses.md',
  'dist/pages/thread-licenses.md',
  'node_modules/better-sqlite3/package.json',
  'node_modules/better-sqlite3/LICENSE',
  'node_modules/keytar/package.json',
  'node_modules/keytar/LICENSE.md',
  'node_modules/keytar/lib/keytar.js',
]

const allowedPatterns = [
  /^dist\/main\/[\w-][\w.-]*\.js$/,
  /^dist\/pages\/assets\/[\w-][\w.-]*\.(?:js|css|woff2|svg|png)$/,
  /^node_modules\/better-sqlite3\/lib\/(?:methods\/)?[\w-]+\.js$/,
]

/** What Electron's own files and the installers put beside app.asar; none of it is run. */
const allowedSiblings = [/^apparmor-profile$/, /^package-type$/, /^[\w-]+\.lproj$/, /^(?:electron|icon)\.icns$/, /^LICENSES?\..*$/]

/** Files that have no business in the package, and files that it needs and lacks. */
export function findWrongFiles({ machine, files, siblings }: Artifact): readonly string[] {
  const paths = files.map((file) => file.path)
  const required = [...requiredFiles, ...listNativePaths(machine)]
  const isAllowed = (path: string): boolean => required.includes(path) || allowedPatterns.some((pattern) => pattern.test(path))
  return [
    ...paths.filter((path) => !isAllowed(path)).map((path) => `${path} does not belong in the package`),
    ...required.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
    ...siblings.filter((name) => !allowedSiblings.some((pattern) => pattern.test(name))).map((name) => `${name} lies beside app.asar`),
  ]
}

export interface NativeFile {
  readonly path: string
  readonly sha256: string
  /** Such as "linux-x64"; null when the header says neither. */
  readonly machine: string | null
}

export function listNativeFiles(artifact: Artifact): readonly NativeFile[] {
  return artifact.files.filter((file) => isNative(file)).map((file) => describeNative(file.path, file.bytes))
}

export function describeNative(path: string, bytes: Buffer): NativeFile {
  const machine = detectMachine(bytes)
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), machine: machine === null ? null : getMachineName(machine) }
}

/** Native files for another machine or inside the archive, and anything else that lies outside it. */
export function findMisplacedNativeFiles(artifact: Artifact): readonly string[] {
  return artifact.files.flatMap((file) => {
    const found = isNative(file)
    if (found && file.location !== 'unpacked') return [`${file.path} does not lie in app.asar.unpacked`]
    if (!found && file.location !== 'archive') return [`${file.path} lies outside the archive`]
    const builtFor = found ? describeNative(file.path, file.bytes).machine : getMachineName(artifact.machine)
    return builtFor === getMachineName(artifact.machine) ? [] : [`${file.path} was made for ${builtFor ?? 'an unknown machine'}`]
  })
}

/** By its ending or by its header, so that one under another name is found too. */
const isNative = (file: PackedFile): boolean => file.path.endsWith('.node') || detectMachine(file.bytes) !== null

/** Words that must not stand in the shipped files: where they came from, how to debug them, and the tests' own parts. */
const leakPatterns: readonly (readonly [string, RegExp])[] = [
  ['points to a source map', /[#@]\s*sourceMappingURL=/],
  ['names the folder it was built in', new RegExp(root.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))],
  ['speaks of the tests', /test\/support|stand-in-account|@playwright/],
  ['was built for development', /react-dom(?:-client)?\.development|\/@vite\/client/],
]

/** Source maps, paths of the machine it was built on, traces of the tests, and keys. */
export function findLeaks(artifact: Artifact): readonly string[] {
  return artifact.files.flatMap(({ path, bytes }) => {
    const text = bytes.toString('latin1')
    return [
      ...leakPatterns.filter(([, expression]) => expression.test(text)).map(([description]) => `${path} ${description}`),
      ...describeSecrets(path, text),
    ]
  })
}

/** Lines of the shipped code that would make the system open addresses with Parley. */
export function findAddressHandlers(artifact: Artifact): readonly string[] {
  return artifact.files
    .filter(({ bytes }) => bytes.includes('setAsDefaultProtocolClient'))
    .map(({ path }) => `${path} registers Parley for addresses`)
}

/** Bytes by part: each folder of `dist`, and each package. */
export function measureSizes(artifact: Artifact): Readonly<Record<string, number>> {
  const parts: Record<string, number> = {}
  for (const { path, bytes } of artifact.files) {
    const part = path.split('/').slice(0, 2).join('/')
    parts[part] = (parts[part] ?? 0) + bytes.length
  }
  return parts
}

interface Entry {
  readonly path: string
  readonly isUnpacked: boolean
}

type Directory = ReturnType<typeof getRawHeader>['header']

function listEntries(directory: Directory, under = ''): readonly Entry[] {
  return Object.entries(directory.files).flatMap(([name, entry]) => {
    const path = posix.join(under, name)
    return 'files' in entry ? listEntries(entry, path) : [{ path, isUnpacked: entry.unpacked }]
  })
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}
