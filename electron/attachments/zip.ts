// Checks a zip before a reader unpacks it: lists its entries and limits their size. Declared sizes can be false, so everything is unpacked
// once, counted and discarded. The only user of yauzl.

import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'

/** Bytes of all entries together. */
const maxUnpackedBytes = 150 * 1024 * 1024
const maxEntries = 10_000

/** Returns the names of the entries. Fails with `file-too-large`; throws yauzl's error for a broken zip. */
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
