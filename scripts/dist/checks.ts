// The checks of a package and of its dependencies. Each check is a sentence and a list of problems.

import { findAddressHandlers, findLeaks, findMisplacedNativeFiles, findWrongFiles, type Artifact } from './artifact.ts'
import { machines, readConfiguration } from './configuration.ts'
import { getMachineName } from './machine.ts'
import {
  runAudit,
  findBillGaps,
  createBillOfMaterials,
  findLockGaps,
  readLock,
  findSecretsInTree,
  readShippedNativeFiles,
  type Bill,
} from './supply-chain.ts'

export interface Check {
  readonly title: string
  /** Empty when the check has passed. */
  readonly problems: readonly string[]
}

export function artifactChecks(artifact: Artifact): readonly Check[] {
  const name = getMachineName(artifact.machine)
  return [
    {
      title: `${name}: contains only built files and required packages (${artifact.files.length} files)`,
      problems: findWrongFiles(artifact),
    },
    { title: `${name}: contains only native files for this machine, unpacked`, problems: findMisplacedNativeFiles(artifact) },
    { title: `${name}: contains no source maps, local paths, traces of tests or keys`, problems: findLeaks(artifact) },
    { title: `${name}: registers no address handler`, problems: findAddressHandlers(artifact) },
  ]
}

/** Checks what the installers register in the system: desktop files on Linux, the configuration on other systems. */
export async function installerChecks(desktopFiles: readonly string[]): Promise<readonly Check[]> {
  const { protocols, fileAssociations, linux, mac, win, nsis } = await readConfiguration()
  const parts = { whole: { protocols, fileAssociations }, linux, mac, win, nsis }
  const registeringParts = Object.entries(parts).filter(([, part]) =>
    ['protocols', 'fileAssociations', 'mimeTypes'].some((name) => hasSetting(part, name)),
  )
  return [
    {
      title: `no desktop file of ${desktopFiles.length} installers handles addresses or files`,
      problems: desktopFiles.filter((text) => /^MimeType=/m.test(text) || text.includes('x-scheme-handler')),
    },
    {
      title: 'no installer registers addresses or files',
      problems: registeringParts.map(([part]) => `electron-builder.yml registers something for ${part}`),
    },
    // SECURITY: by default, electron-builder's AppImage starts the app without Chromium's sandbox.
    { title: 'no desktop file disables the sandbox', problems: desktopFiles.filter((text) => /--no.sandbox|--disable/.test(text)) },
  ]
}

function hasSetting(part: object | null | undefined, name: string): boolean {
  // Only the presence of the setting matters, not its value.
  const value: unknown = part === null || part === undefined ? undefined : Reflect.get(part, name)
  return value !== undefined && value !== null
}

export interface SupplyChain {
  readonly checks: readonly Check[]
  readonly bill: Bill
  readonly notProven: readonly string[]
}

/** Checks the dependencies. Sends one audit request to the registry, which may fail. */
export function supplyChainChecks(): SupplyChain {
  const lock = readLock()
  const bill = createBillOfMaterials()
  const tree = findSecretsInTree()
  const auditResult = runAudit()
  const nativeFiles = machines.flatMap((machine) =>
    readShippedNativeFiles(machine).map((file) => ({ ...file, expectedMachine: getMachineName(machine) })),
  )
  return {
    bill,
    checks: [
      { title: `the lockfile has every package with its checksum (${Object.keys(lock).length - 1})`, problems: findLockGaps(lock) },
      { title: `the bill of materials lists all of them (${bill.components.length} unique)`, problems: findBillGaps(bill, lock) },
      {
        title: `every shipped native file was built for its machine (${nativeFiles.length})`,
        problems: nativeFiles
          .filter((file) => file.machine !== file.expectedMachine)
          .map((file) => `${file.path} is for ${file.machine}, not ${file.expectedMachine}`),
      },
      { title: `no file of the repository contains a key (${tree.files})`, problems: tree.found },
      ...(auditResult === null
        ? []
        : [
            {
              title: `no known vulnerability of high severity (${auditResult.lower} lower)`,
              problems: auditResult.high === 0 ? [] : [`${auditResult.high} of high severity`],
            },
          ]),
    ],
    notProven: auditResult === null ? ['known vulnerabilities: the package registry did not answer the audit'] : [],
  }
}
