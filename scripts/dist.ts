// `npm run dist`: builds the installers for this system and checks the packages.
// `npm run dist -- --check`: packs without Electron, runs the same checks and walks through the packed app. `--json` adds a last line.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { build, root } from './build.ts'
import { listNativeFiles, openArtifact, measureSizes, type Artifact, type NativeFile } from './dist/artifact.ts'
import { getMachineName } from './dist/machine.ts'
import { installerChecks, artifactChecks, supplyChainChecks, type Check } from './dist/checks.ts'
import { readConfiguration } from './dist/configuration.ts'
import { findWrongFuses } from './dist/fuses.ts'
import { buildInstallers, packWithoutElectron } from './dist/pack.ts'
import { checkPackedApp } from './dist/packed-app-check.ts'

interface Report {
  readonly checks: readonly Check[]
  readonly artifacts: readonly Artifact[]
  readonly notProven: readonly string[]
  /** From the repository's root. */
  readonly installers: readonly string[]
}

const { values: options } = parseArgs({ options: { check: { type: 'boolean' }, json: { type: 'boolean' } } })

await build()
const supplyChain = supplyChainChecks()
const billFile = join(root, 'release', 'parley.cdx.json')
mkdirSync(join(root, 'release'), { recursive: true })
writeFileSync(billFile, `${JSON.stringify(supplyChain.bill, null, 2)}\n`)

const packed = options.check === true ? await checkWithoutElectron() : await makeAndCheck()
const report: Report = {
  ...packed,
  checks: [...supplyChain.checks, ...packed.checks],
  notProven: [...supplyChain.notProven, ...packed.notProven],
}
printReport(report)
const hasPassed = report.checks.every((check) => check.problems.length === 0)
if (options.json === true) console.log(JSON.stringify(toJsonReport(report, hasPassed)))
// Not process.exitCode: a hook of electron-builder exits with 0 when the event loop is empty.
process.stdout.write('', () => process.exit(hasPassed ? 0 : 1))

async function checkWithoutElectron(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-package-'))
  try {
    const packages = []
    for (const arch of ['x64', 'arm64'] as const) packages.push(await packWithoutElectron(mkdtempSync(join(folder, `${arch}-`)), arch))
    const artifacts = packages.map(({ resources, machine }) => openArtifact(resources, machine))
    const hostPackage = packages.find(({ machine }) => machine.arch === process.arch && machine.platform === process.platform)
    const walkthrough = hostPackage === undefined ? null : await checkPackedApp(hostPackage.resources, folder)
    return {
      checks: [
        ...artifacts.flatMap((artifact) => artifactChecks(artifact)),
        ...(await installerChecks(packages.flatMap(({ desktopFiles }) => desktopFiles))),
        ...(walkthrough?.checks ?? []),
      ],
      artifacts,
      notProven: [
        'the installers themselves (deb, rpm, AppImage, NSIS, dmg, zip): they need Electron and downloaded tools',
        'the fuses in the packaged program and everything that depends on them: they need Electron',
        'packages for Windows and macOS: only their native files were checked',
        ...(walkthrough?.notProven ?? ['starting the packed app: it was packed for another system']),
      ],
      installers: [],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeAndCheck(): Promise<Report> {
  const installerBuild = await buildInstallers().catch((error: unknown) => String(error))
  if (typeof installerBuild === 'string') {
    const advice = 'Electron and the installer tools have to be downloaded; npm run dist -- --check works without them'
    return {
      checks: [{ title: 'the installers are built', problems: [installerBuild, advice] }],
      artifacts: [],
      notProven: [],
      installers: [],
    }
  }
  const { electronFuses: expectedFuses } = await readConfiguration()
  const artifacts = installerBuild.packed.map(({ resources, machine }) => openArtifact(resources, machine))
  const fuseChecks = installerBuild.packed.map(async ({ program, machine }): Promise<Check> => ({
    title: `${getMachineName(machine)}: the fuses in the program are set as configured`,
    problems: await findWrongFuses(program, expectedFuses ?? {}),
  }))
  return {
    checks: [
      ...artifacts.flatMap((artifact) => artifactChecks(artifact)),
      ...(await installerChecks([])),
      ...(await Promise.all(fuseChecks)),
    ],
    artifacts,
    notProven: ['installing the packages, and a signature that other machines trust'],
    installers: installerBuild.files.map((file) => relative(root, file)),
  }
}

function printReport({ checks, artifacts, notProven, installers }: Report): void {
  for (const { title, problems } of checks) {
    console.log(`${problems.length === 0 ? 'yes' : 'NO '}  ${title}`)
    for (const line of problems) console.log(`       ${line}`)
  }
  for (const artifact of artifacts) {
    console.log(`\n${getMachineName(artifact.machine)}, in kB:`)
    for (const [part, bytes] of Object.entries(measureSizes(artifact))) console.log(`  ${formatKilobytes(bytes)}  ${part}`)
    for (const { path, sha256, machine } of listNativeFiles(artifact)) console.log(`  ${sha256}  ${path} (${machine})`)
  }
  console.log(`\nBill of materials: ${relative(root, billFile)}`)
  for (const file of installers) console.log(`Built: ${file}`)
  for (const title of notProven) console.log(`Not proven here: ${title}.`)
}

function formatKilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1).padStart(8)
}

interface JsonReport {
  readonly ok: boolean
  readonly checks: readonly Check[]
  /** Bytes by machine and part. */
  readonly sizes: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly nativeFiles: readonly NativeFile[]
  readonly installers: readonly string[]
  readonly notProven: readonly string[]
}

function toJsonReport({ checks, artifacts, notProven, installers }: Report, ok: boolean): JsonReport {
  return {
    ok,
    checks,
    sizes: Object.fromEntries(artifacts.map((artifact) => [getMachineName(artifact.machine), measureSizes(artifact)])),
    nativeFiles: artifacts.flatMap((artifact) => listNativeFiles(artifact)),
    installers,
    notProven,
  }
}
