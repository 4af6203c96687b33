// Inspects a packaged app and lists what is wrong with it. Hides how app.asar is read and what it may contain. Works with an
// allowlist, so that it also finds unexpected files.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { extractFile, getRawHeader } from '@electron/asar'
import { findSecrets } from '../../shared/secrets.ts'
import { en } from '../../shared/words/en/en.ts'
import { root } from '../build.ts'
import { detectMachine, getMachineName, type Machine } from './machine.ts'

export interface PackedFile {
  /** Relative to the app's root, with forward slashes. */
  readonly path: string
  /** In app.asar; in app.asar.unpacked and listed in app.asar; or in app.asar.unpacked but not listed. */
  readonly location: 'archive' | 'unpacked' | 'unlisted'
  readonly bytes: Buffer
}

export interface Artifact {
  readonly machine: Machine
  readonly files: readonly PackedFile[]
  /** The other entries of the resources folder. */
  readonly siblings: readonly string[]
}

/** Reads a packaged app; `resources` is the folder that contains app.asar. */
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

/** Files of Electron and of installers next to app.asar; none of them is executed. */
const allowedSiblings = [/^apparmor-profile$/, /^package-type$/, /^[\w-]+\.lproj$/, /^(?:electron|icon)\.icns$/, /^LICENSES?\..*$/]

/** Files that do not belong in the package, and required files that are missing. */
export function findWrongFiles({ machine, files, siblings }: Artifact): readonly string[] {
  const paths = files.map((file) => file.path)
  const required = [...requiredFiles, ...listNativePaths(machine)]
  const isAllowed = (path: string): boolean => required.includes(path) || allowedPatterns.some((pattern) => pattern.test(path))
  return [
    ...paths.filter((path) => !isAllowed(path)).map((path) => `${path} does not belong in the package`),
    ...required.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
    ...siblings.filter((name) => !allowedSiblings.some((pattern) => pattern.test(name))).map((name) => `${name} is next to app.asar`),
  ]
}

export interface NativeFile {
  readonly path: string
  readonly sha256: string
  /** Such as "linux-x64"; null for an unknown header. */
  readonly machine: string | null
}

export function listNativeFiles(artifact: Artifact): readonly NativeFile[] {
  return artifact.files.filter((file) => isNative(file)).map((file) => describeNative(file.path, file.bytes))
}

export function describeNative(path: string, bytes: Buffer): NativeFile {
  const machine = detectMachine(bytes)
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), machine: machine === null ? null : getMachineName(machine) }
}

/** Native files for another machine or inside the archive, and other files outside of it. */
export function findMisplacedNativeFiles(artifact: Artifact): readonly string[] {
  return artifact.files.flatMap((file) => {
    const found = isNative(file)
    if (found && file.location !== 'unpacked') return [`${file.path} is not in app.asar.unpacked`]
    if (!found && file.location !== 'archive') return [`${file.path} is outside the archive`]
    const builtFor = found ? describeNative(file.path, file.bytes).machine : getMachineName(artifact.machine)
    return builtFor === getMachineName(artifact.machine) ? [] : [`${file.path} was built for ${builtFor ?? 'an unknown machine'}`]
  })
}

/** By extension or header, so that a renamed native file is found too. */
const isNative = (file: PackedFile): boolean => file.path.endsWith('.node') || detectMachine(file.bytes) !== null

/** Text that shipped files must not contain: source maps, build paths, development builds and test code. */
const leakPatterns: readonly (readonly [string, RegExp])[] = [
  ['links to a source map', /[#@]\s*sourceMappingURL=/],
  ['contains the path of the build folder', new RegExp(root.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))],
  ['mentions the tests', /test\/support|stand-in-account|@playwright/],
  ['was built for development', /react-dom(?:-client)?\.development|\/@vite\/client/],
]

/** Source maps, paths of the build machine, traces of tests, and secrets. */
export function findLeaks(artifact: Artifact): readonly string[] {
  return artifact.files.flatMap(({ path, bytes }) => {
    const text = bytes.toString('latin1')
    return [
      ...leakPatterns.filter(([, expression]) => expression.test(text)).map(([description]) => `${path} ${description}`),
      ...describeSecrets(path, text),
    ]
  })
}

/** Shipped files that register Parley as a handler for addresses. */
export function findAddressHandlers(artifact: Artifact): readonly string[] {
  return artifact.files
    .filter(({ bytes }) => bytes.includes('setAsDefaultProtocolClient'))
    .map(({ path }) => `${path} registers Parley as a handler for addresses`)
}

/** Bytes per folder of `dist` and per package. */
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

/**
 * Secrets in a file, as sentences with the path and the first four characters, never the secret itself.
 * Finds what Parley finds in a prompt.
 */
export function describeSecrets(path: string, text: string): readonly string[] {
  return findSecrets(text).map(({ kind, masked }) => `${path} contains what looks like ${en.secret.kinds[kind]}: ${masked}`)
}
