// Checks the dependencies: the lockfile, its bill of materials, shipped native files, known vulnerabilities, and secrets committed
// to the repository. Hides npm's commands and the lockfile's format.

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../build.ts'
import { describeNative, describeSecrets, type NativeFile } from './artifact.ts'
import { getMachineName, type Machine } from './machine.ts'

const dependencyMap = z.record(z.string(), z.string()).optional()
const lockedPackage = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: dependencyMap,
  devDependencies: dependencyMap,
  optionalDependencies: dependencyMap,
})

/** The packages of the lockfile by folder; '' is Parley itself. */
export type Lock = Readonly<Record<string, z.infer<typeof lockedPackage>>>

export function readLock(): Lock {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8')
  return z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), lockedPackage) }).parse(JSON.parse(text)).packages
}

/** Packages without a checksum, and required packages that the lockfile lacks, including those of other systems. */
export function findLockGaps(lock: Lock): readonly string[] {
  return Object.entries(lock).flatMap(([folder, entry]) => {
    const requested = { ...entry.dependencies, ...entry.optionalDependencies, ...(folder === '' ? entry.devDependencies : {}) }
    const missing = Object.keys(requested).filter((name) => !isLocked(lock, folder, name))
    const isComplete =
      folder === '' || (entry.version !== undefined && entry.integrity?.startsWith('sha512-') === true && entry.link !== true)
    return [...(isComplete ? [] : [`${folder} has no checksum`]), ...missing.map((name) => `${name} is missing for ${folder || 'Parley'}`)]
  })
}

/** Looks where Node looks: in the package's folder, then in each parent folder. */
function isLocked(lock: Lock, folder: string, name: string): boolean {
  if (lock[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true
  if (folder === '') return false
  const parentIndex = folder.lastIndexOf('/node_modules/')
  return isLocked(lock, parentIndex === -1 ? '' : folder.slice(0, parentIndex), name)
}

/** Packages with install scripts. They never run, because .npmrc forbids it. */
export function listInstallScriptPackages(lock: Lock): readonly string[] {
  return Object.keys(lock).filter((folder) => lock[folder]?.hasInstallScript === true)
}

/** The native files that an installer for this machine contains, from node_modules; throws when one is missing. */
export function readShippedNativeFiles(machine: Machine): readonly NativeFile[] {
  const paths = [`better-sqlite3/prebuilds/${getMachineName(machine)}.node`, `keytar/prebuilds/${getMachineName(machine)}/keytar.node`]
  return paths.map((path) => describeNative(path, readFileSync(join(root, 'node_modules', path))))
}

const billSchema = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ name: z.string() }) }),
  components: z.array(
    z.looseObject({
      name: z.string(),
      version: z.string(),
      hashes: z.array(z.object({ alg: z.string(), content: z.string() })).optional(),
    }),
  ),
})

export type Bill = z.infer<typeof billSchema>

/**
 * A bill of materials (CycloneDX 1.5) of the whole lockfile, created by npm offline. Includes development packages, because bundled
 * packages are development packages to npm, and NODE_ENV is "production" after a build.
 */
export function createBillOfMaterials(): Bill {
  const billDocument = billSchema.parse(
    JSON.parse(runNpm(['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application', '--include=dev'])),
  )
  // npm uses the name of the folder.
  billDocument.metadata.component.name = 'parley'
  return billDocument
}

/** Locked packages that the bill does not list with the lockfile's checksum. */
export function findBillGaps({ components }: Bill, lock: Lock): readonly string[] {
  const listed = new Set(
    components.flatMap(({ name, version, hashes }) => (hashes ?? []).map((hash) => `${name}@${version} ${hash.alg} ${hash.content}`)),
  )
  return Object.entries(lock)
    .filter(([folder]) => folder !== '')
    .filter(([folder, { version, integrity = '' }]) => {
      const checksum = Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex')
      return !listed.has(`${getPackageName(folder)}@${version} SHA-512 ${checksum}`)
    })
    .map(([folder]) => `${folder} is not in the bill of materials`)
}

const getPackageName = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)

const auditSchema = z.object({
  metadata: z.object({
    vulnerabilities: z.object({ info: z.number(), low: z.number(), moderate: z.number(), high: z.number(), critical: z.number() }),
  }),
})

/** Known vulnerabilities as the registry counts them; null when it does not answer. */
export type Audit = { readonly high: number; readonly lower: number } | null

export function runAudit(): Audit {
  const auditReport = auditSchema.safeParse(parseJson(runNpm(['audit', '--json', '--include=dev', '--fetch-retries=0'])))
  if (!auditReport.success) return null
  const { info, low, moderate, high, critical } = auditReport.data.metadata.vulnerabilities
  return { high: high + critical, lower: info + low + moderate }
}

/** Secrets in any file that git tracks or would add. */
export function findSecretsInTree(): { readonly files: number; readonly found: readonly string[] } {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  const paths = [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path)))
  return { files: paths.length, found: paths.flatMap((path) => describeSecrets(path, readFileSync(join(root, path), 'latin1'))) }
}

/** Null when the text is not JSON, as when npm got no answer. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** npm's output, also on failure: `npm audit` fails when it finds something. */
function runNpm(args: readonly string[]): string {
  // On Windows npm is a script and needs a shell; the arguments are constants.
  const isWindows = process.platform === 'win32'
  const result = spawnSync(isWindows ? 'npm.cmd' : 'npm', [...args], {
    cwd: root,
    encoding: 'utf8',
    shell: isWindows,
    maxBuffer: 64 * 2 ** 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return result.stdout
}
