// Looks into a packaged app and says what is wrong with it. Hides how app.asar is read and what may lie in it.
// Whatever is not named here as allowed is a stranger: a forgotten filter is found, not only a known mistake.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { extractFile, getRawHeader } from '@electron/asar'
import { root } from '../build.ts'
import { machineOf, nameOf, type Machine } from './binary.ts'
import { secretsIn } from './secrets.ts'

export interface PackedFile {
  /** As the app sees it, from its own root, with forward slashes. */
  readonly path: string
  /** Inside app.asar, in app.asar.unpacked (and listed in app.asar), or lying in app.asar.unpacked without being listed. */
  readonly place: 'archive' | 'unpacked' | 'unlisted'
  readonly bytes: Buffer
}

export interface Artifact {
  readonly machine: Machine
  readonly files: readonly PackedFile[]
  /** What lies beside app.asar in Electron's folder for resources. */
  readonly neighbours: readonly string[]
}

/** Reads a packaged app; `resources` is the folder that holds app.asar. */
export function openArtifact(resources: string, machine: Machine): Artifact {
  const archive = join(resources, 'app.asar')
  const loose = join(resources, 'app.asar.unpacked')
  const listed = entries(getRawHeader(archive).header)
  const onDisk = existsSync(loose) ? filesIn(loose) : []
  const packed = listed.map((entry): PackedFile =>
    entry.isUnpacked
      ? { path: entry.path, place: 'unpacked', bytes: readFileSync(join(loose, entry.path)) }
      : { path: entry.path, place: 'archive', bytes: extractFile(archive, join(...entry.path.split('/'))) },
  )
  const unlisted = onDisk
    .filter((path) => !listed.some((entry) => entry.path === path && entry.isUnpacked))
    .map((path): PackedFile => ({ path, place: 'unlisted', bytes: readFileSync(join(loose, path)) }))
  const neighbours = readdirSync(resources).filter((name) => name !== 'app.asar' && name !== 'app.asar.unpacked')
  return { machine, files: [...packed, ...unlisted], neighbours }
}

const nativePaths = (machine: Machine): readonly string[] => [
  `node_modules/better-sqlite3/prebuilds/${nameOf(machine)}.node`,
  `node_modules/keytar/prebuilds/${nameOf(machine)}/keytar.node`,
]

const needed = [
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

const alsoAllowed = [
  /^dist\/main\/[\w-][\w.-]*\.js$/,
  /^dist\/pages\/assets\/[\w-][\w.-]*\.(?:js|css|woff2|svg|png)$/,
  /^node_modules\/better-sqlite3\/lib\/(?:methods\/)?[\w-]+\.js$/,
]

/** What Electron's own files and the installers put beside app.asar; none of it is run. */
const allowedNeighbours = [/^apparmor-profile$/, /^package-type$/, /^[\w-]+\.lproj$/, /^(?:electron|icon)\.icns$/, /^LICENSES?\..*$/]

/** Files that have no business in the package, and files that it needs and lacks. */
export function wrongFiles({ machine, files, neighbours }: Artifact): readonly string[] {
  const paths = files.map((file) => file.path)
  const mustHave = [...needed, ...nativePaths(machine)]
  const isAllowed = (path: string): boolean => mustHave.includes(path) || alsoAllowed.some((pattern) => pattern.test(path))
  return [
    ...paths.filter((path) => !isAllowed(path)).map((path) => `${path} does not belong in the package`),
    ...mustHave.filter((path) => !paths.includes(path)).map((path) => `${path} is missing`),
    ...neighbours.filter((name) => !allowedNeighbours.some((pattern) => pattern.test(name))).map((name) => `${name} lies beside app.asar`),
  ]
}

export interface NativeFile {
  readonly path: string
  readonly sha256: string
  /** Such as "linux-x64"; null when the header says neither. */
  readonly machine: string | null
}

export function nativeFiles(artifact: Artifact): readonly NativeFile[] {
  return artifact.files.filter((file) => isNative(file)).map((file) => describeNative(file.path, file.bytes))
}

export function describeNative(path: string, bytes: Buffer): NativeFile {
  const machine = machineOf(bytes)
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), machine: machine === null ? null : nameOf(machine) }
}

/** Native files for another machine or inside the archive, and anything else that lies outside it. */
export function misplacedNativeFiles(artifact: Artifact): readonly string[] {
  return artifact.files.flatMap((file) => {
    const found = isNative(file)
    if (found && file.place !== 'unpacked') return [`${file.path} does not lie in app.asar.unpacked`]
    if (!found && file.place !== 'archive') return [`${file.path} lies outside the archive`]
    const made = found ? describeNative(file.path, file.bytes).machine : nameOf(artifact.machine)
    return made === nameOf(artifact.machine) ? [] : [`${file.path} was made for ${made ?? 'an unknown machine'}`]
  })
}

/** By its ending or by its header, so that one under another name is found too. */
const isNative = (file: PackedFile): boolean => file.path.endsWith('.node') || machineOf(file.bytes) !== null

/** Words that must not stand in the shipped files: where they came from, how to debug them, and the tests' own parts. */
const leaks: readonly (readonly [string, RegExp])[] = [
  ['points to a source map', /[#@]\s*sourceMappingURL=/],
  ['names the folder it was built in', new RegExp(root.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))],
  ['speaks of the tests', /test\/support|stand-in-account|@playwright/],
  ['was built for development', /react-dom(?:-client)?\.development|\/@vite\/client/],
]

/** Source maps, paths of the machine it was built on, traces of the tests, and keys. */
export function leaksIn(artifact: Artifact): readonly string[] {
  return artifact.files.flatMap(({ path, bytes }) => {
    const text = bytes.toString('latin1')
    return [...leaks.filter(([, expression]) => expression.test(text)).map(([what]) => `${path} ${what}`), ...secretsIn(path, text)]
  })
}

/** Lines of the shipped code that would make the system open addresses with Parley. */
export function addressHandlersIn(artifact: Artifact): readonly string[] {
  return artifact.files
    .filter(({ bytes }) => bytes.includes('setAsDefaultProtocolClient'))
    .map(({ path }) => `${path} registers Parley for addresses`)
}

/** Bytes by part: each folder of `dist`, and each package. */
export function sizes(artifact: Artifact): Readonly<Record<string, number>> {
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

function entries(directory: Directory, under = ''): readonly Entry[] {
  return Object.entries(directory.files).flatMap(([name, entry]) => {
    const path = posix.join(under, name)
    return 'files' in entry ? entries(entry, path) : [{ path, isUnpacked: entry.unpacked }]
  })
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}
