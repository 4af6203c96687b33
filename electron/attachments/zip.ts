// Looks through a zip before anybody unpacks it: which parts it has, and that they stay within bounds. What it says of their sizes may be
// a lie, so they are unpacked once and counted, and nothing is kept.

import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'

/** Bytes of all parts together. */
const maxUnpackedBytes = 150 * 1024 * 1024
const maxEntries = 10_000

/** The names of its parts. Fails with `file-too-large`; throws what yauzl throws of a zip that is not whole. */
export async function listZipEntries(bytes: Buffer): Promise<Reply<ReadonlySet<string>>> {
  const zip = await openZip(bytes)
  if (zip.entryCount > maxEntries) return failed('file-too-large')
  const names = new Set<string>()
  let unpackedBytes = 0
  for await (const entry of readEntries(zip)) {
    names.add(entry.fileName)
    for await (const chunk of await openEntryStream(zip, entry)) {
      unpackedBytes += Buffer.byteLength(chunk)
      if (unpackedBytes > maxUnpackedBytes) return failed('file-too-large')
    }
  }
  return succeeded(names)
}

function openZip(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => (error === null ? resolve(zip) : reject(error)))
  })
}

async function* readEntries(zip: ZipFile): AsyncGenerator<Entry> {
  for (let count = 0; count < zip.entryCount; count += 1) {
    yield await new Promise<Entry>((resolve, reject) => {
      zip.once('entry', resolve)
      zip.once('error', reject)
      zip.readEntry()
    })
  }
}

function openEntryStream(zip: ZipFile, entry: Entry): Promise<AsyncIterable<Buffer>> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)))
  })
}
