// What is checked of a package and of the code it is made of, in words. Each check is a sentence and a list of what speaks against it.

import { addressHandlersIn, leaksIn, misplacedNativeFiles, wrongFiles, type Artifact } from './artifact.ts'
import { machines, readConfiguration } from './configuration.ts'
import { nameOf } from './binary.ts'
import { audit, billGaps, billOfMaterials, gapsIn, readLock, secretsInTree, shippedNativeFiles, type Bill } from './supply-chain.ts'

export interface Check {
  readonly what: string
  /** Empty when the check is passed. */
  readonly wrong: readonly string[]
}

export function artifactChecks(artifact: Artifact): readonly Check[] {
  const name = nameOf(artifact.machine)
  return [
    { what: `${name}: only built files and needed packages are inside (${artifact.files.length} files)`, wrong: wrongFiles(artifact) },
    { what: `${name}: its own native files and no others, unpacked`, wrong: misplacedNativeFiles(artifact) },
    { what: `${name}: no source maps, paths of this machine, traces of tests or keys`, wrong: leaksIn(artifact) },
    { what: `${name}: no line makes the system open addresses with Parley`, wrong: addressHandlersIn(artifact) },
  ]
}

/** What the installers tell the system: their desktop files on Linux, the configuration for the others. */
export async function installerChecks(desktopFiles: readonly string[]): Promise<readonly Check[]> {
  const { protocols, fileAssociations, linux, mac, win, nsis } = await readConfiguration()
  const parts = { whole: { protocols, fileAssociations }, linux, mac, win, nsis }
  const registering = Object.entries(parts).filter(([, part]) =>
    ['protocols', 'fileAssociations', 'mimeTypes'].some((name) => has(part, name)),
  )
  return [
    {
      what: `no desktop file of ${desktopFiles.length} installers handles addresses or files`,
      wrong: desktopFiles.filter((text) => /^MimeType=/m.test(text) || text.includes('x-scheme-handler')),
    },
    {
      what: 'no installer is told to register addresses or files',
      wrong: registering.map(([part]) => `electron-builder.yml registers something for ${part}`),
    },
    // SECURITY: electron-builder's own default for AppImage starts the app without Chromium's sandbox.
    { what: 'no desktop file takes the sandbox away', wrong: desktopFiles.filter((text) => /--no.sandbox|--disable/.test(text)) },
  ]
}

function has(part: object | null | undefined, name: string): boolean {
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
  const bill = billOfMaterials()
  const tree = secretsInTree()
  const known = audit()
  const native = machines.flatMap((machine) => shippedNativeFiles(machine).map((file) => ({ ...file, wanted: nameOf(machine) })))
  return {
    bill,
    checks: [
      { what: `the lockfile holds every package with its checksum (${Object.keys(lock).length - 1})`, wrong: gapsIn(lock) },
      { what: `the bill of materials lists them all (${bill.components.length} without repeats)`, wrong: billGaps(bill, lock) },
      {
        what: `every native file that ships was made for its machine (${native.length})`,
        wrong: native
          .filter((file) => file.machine !== file.wanted)
          .map((file) => `${file.path} is for ${file.machine}, not ${file.wanted}`),
      },
      { what: `no file of the tree holds a key (${tree.files})`, wrong: tree.found },
      ...(known === null
        ? []
        : [
            {
              what: `no known grave vulnerability (${known.lower} lesser ones)`,
              wrong: known.high === 0 ? [] : [`${known.high} grave ones`],
            },
          ]),
    ],
    notProven: known === null ? ['known vulnerabilities: the package registry does not answer that question here'] : [],
  }
}
