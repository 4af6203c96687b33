// Electron's fuses in the configuration, and the reading of them from a program. The program is a file that holds a wire of fuses.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { readConfiguration } from '../../../../scripts/dist/configuration.ts'
import { fuseNames, findWrongFuses } from '../../../../scripts/dist/fuses.ts'
import { recordProof } from '../../../support/proof.ts'

/** What was decided, written down a second time: a changed fuse must be changed on purpose, in two places. */
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

/** The bytes by which a fuse wire is found in Electron's binary; @electron/fuses, dist/constants.js. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

let folder = ''
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-fuses-'))
})
test.afterAll(() => rmSync(folder, { recursive: true }))

test('[row 15] every fuse that exists is set, each as decided', async () => {
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

test('a program whose fuses are as decided is good', async () => {
  expect(await findWrongFuses(createBinaryWithFuses('01001100'), expectedFuses)).toEqual([])
})

test('each fuse that differs is named with what it should be', async () => {
  expect(await findWrongFuses(createBinaryWithFuses('11001000'), expectedFuses)).toEqual([
    'runAsNode is not off',
    'onlyLoadAppFromAsar is not on',
  ])
})

test('a fuse that the program no longer has is told', async () => {
  expect(await findWrongFuses(createBinaryWithFuses('r1001100'), expectedFuses)).toEqual(['runAsNode is not off'])
})

/** The wire's form: the sentinel, the version 1, the number of fuses, a character for each. */
function createBinaryWithFuses(fuseWire: string): string {
  const path = join(folder, `program-${fuseWire}`)
  writeFileSync(path, Buffer.concat([Buffer.from(`before${sentinel}`), Buffer.from([1, fuseWire.length]), Buffer.from(`${fuseWire}after`)]))
  return path
}
