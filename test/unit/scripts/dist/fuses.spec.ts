// Electron's fuses in the configuration, and reading them from a program. The program is a file that contains a fuse wire.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { readConfiguration } from '../../../../scripts/dist/configuration.ts'
import { fuseNames, findWrongFuses } from '../../../../scripts/dist/fuses.ts'
import { recordProof } from '../../../support/proof.ts'

/** The decided fuses, repeated here so that changing one takes an edit in two places. */
const expectedFuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
}

/** The bytes that mark the fuse wire in Electron's binary; from @electron/fuses, dist/constants.js. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

let folder = ''
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-fuses-'))
})
test.afterAll(() => rmSync(folder, { recursive: true }))

test.describe('fuses', () => {
  test('[row 15] sets every existing fuse as decided', async () => {
    const { electronFuses } = await readConfiguration()
    expect(electronFuses).toEqual(expectedFuses)
    expect(Object.keys(expectedFuses)).toEqual(fuseNames)
    recordProof({
      figure: `${fuseNames.length} of ${fuseNames.length} fuses set as decided`,
      cases: fuseNames.length,
      where: ['Node'],
      notProven: ['the wire of the packaged program: it needs Electron'],
    })
  })

  test('accepts a program with the decided fuses', async () => {
    expect(await findWrongFuses(createBinaryWithFuses('01001100'), expectedFuses)).toEqual([])
  })

  test('names each differing fuse and its expected state', async () => {
    expect(await findWrongFuses(createBinaryWithFuses('11001000'), expectedFuses)).toEqual([
      'runAsNode is not off',
      'onlyLoadAppFromAsar is not on',
    ])
  })

  test('names a fuse that the program no longer has', async () => {
    expect(await findWrongFuses(createBinaryWithFuses('r1001100'), expectedFuses)).toEqual(['runAsNode is not off'])
  })
})

/** The format of the wire: the sentinel, version 1, the number of fuses, one character per fuse. */
function createBinaryWithFuses(fuseWire: string): string {
  const path = join(folder, `program-${fuseWire}`)
  writeFileSync(path, Buffer.concat([Buffer.from(`before${sentinel}`), Buffer.from([1, fuseWire.length]), Buffer.from(`${fuseWire}after`)]))
  return path
}
