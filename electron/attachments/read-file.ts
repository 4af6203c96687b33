// Which reader a file gets, by its bytes and by what is packed in it, and what its failures mean.

import { failed, succeeded, type Reply } from '../../shared/errors.ts'
import { formatOf } from '../../shared/files.ts'

/** What a file is packed with decides what it is. */
const wordPart = 'word/document.xml'
const workbookPart = 'xl/workbook.xml'
/** As a locked file of Word or Excel names what it has in it, in UTF-16. */
const lockedPart = Buffer.from('EncryptedPackage', 'utf16le')
/** Characters; no model reads more. */
const longestText = 5_000_000

/** The text of a file. Never throws: a file that its reader gives up on is broken. */
export async function readFile(bytes: Uint8Array): Promise<Reply<string>> {
  try {
    const text = await textOf(bytes)
    if (!text.ok) return text
    if (text.value.trim() === '') return failed('file-has-no-text')
    return text.value.length > longestText ? failed('file-too-large') : text
  } catch {
    return failed('file-broken')
  }
}

async function textOf(bytes: Uint8Array): Promise<Reply<string>> {
  switch (formatOf(bytes)) {
    case 'pdf':
      return (await import('./pdf.ts')).textOfPdf(bytes)
    case 'zip':
      return textOfPacked(bytes)
    case 'old-office':
      return failed(Buffer.from(bytes).includes(lockedPart) ? 'file-locked' : 'file-kind-unknown')
    default:
      return failed('file-kind-unknown')
  }
}

async function textOfPacked(bytes: Uint8Array): Promise<Reply<string>> {
  const { partsOfZip } = await import('./zip.ts')
  const parts = await partsOfZip(Buffer.from(bytes))
  if (!parts.ok) return parts
  if (parts.value.has(wordPart)) return succeeded(await (await import('./word.ts')).textOfWord(bytes))
  if (parts.value.has(workbookPart)) return succeeded(await (await import('./sheets.ts')).textOfSheets(bytes))
  return failed('file-kind-unknown')
}
