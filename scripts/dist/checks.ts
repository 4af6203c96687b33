// What is checked of a package and of the code it is made of, in words. Each check is a sentence and a list of what speaks against it.

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
  /** Empty when the check is passed. */
  readonly problems: readonly string[]
}

export function artifactChecks(artifact: Artifact): readonly Check[] {
  const name = getMachineName(artifact.machine)
  return [
    {
      title: `${name}: only built files and needed packages are inside (${artifact.files.length} files)`,
      problems: findWrongFiles(artifact),
    },
    { title: `${name}: its own native files and no others, unpacked`, problems: findMisplacedNativeFiles(artifact) },
    { title: `${name}: no source maps, paths of this machine, traces of tests or keys`, problems: findLeaks(artifact) },
    { title: `${name}: no line makes the system open addresses with Parley`, problems: findAddressHandlers(artifact) },
  ]
}

/** What the installers tell the system: their desktop files on Linux, the configuration for the others. */
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
      title: 'no installer is told to register addresses or files',
      problems: registeringParts.map(([part]) => `electron-builder.yml registers something for ${part}`),
    },
    // SECURITY: electron-builder's own default for AppImage starts the app without Chromium's sandbox.
    { title: 'no desktop file takes the sandbox away', problems: desktopFiles.filter((text) => /--no.sandbox|--disable/.test(text)) },
  ]
}

function hasSetting(part: object | null | undefined, name: string): boolean {
  // The parts are known by their names only; what lies under one is not looked into.
  const value: unknown = part === null || part === undefined ? undefined : Reflect.get(part, name)
  return value !== undefined && value !== null
}

export interface SupplyChain {
  readonly checks: readonly Check[]
  readonly bill: Bill
  readonly notProven: readonly string[]
}

/** Everything about the code of others. Asks the registry one question, which it need not answer. */
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
      { title: `the lockfile holds every package with its checksum (${Object.keys(lock).length - 1})`, problems: findLockGaps(lock) },
      { title: `the bill of materials lists them all (${bill.components.length} without repeats)`, problems: findBillGaps(bill, lock) },
      {
        title: `every native file that ships was made for its machine (${nativeFiles.length})`,
        problems: nativeFiles
          .filter((file) => file.machine !== file.expectedMachine)
          .map((file) => `${file.path} is for ${file.machine}, not ${file.expectedMachine}`),
      },
      { title: `no file of the tree holds a key (${tree.files})`, problems: tree.found },
      ...(auditResult === null
        ? []
        : [
            {
              title: `no known grave vulnerability (${auditResult.lower} lesser ones)`,
              problems: auditResult.high === 0 ? [] : [`${auditResult.high} grave ones`],
            },
          ]),
    ],
    notProven: auditResult === null ? ['known vulnerabilities: the package registry does not answer that question here'] : [],
  }
}
