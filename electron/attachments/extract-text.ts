// Extracts the text of a file with the reader for its format, which the file's bytes determine, and maps errors to failures.

import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { detectFileFormat } from '../../shared/file-format.ts'

/** The entries by which the formats of zip files are told apart. */
const wordEntry = 'word/document.xml'
const workbookEntry = 'xl/workbook.xml'
/** The name of the encrypted content in a locked file of Word or Excel, in UTF-16. */
const encryptedMarker = Buffer.from('EncryptedPackage', 'utf16le')
/** Characters. No model accepts more. */
const maxTextLength = 5_000_000

/** Never throws: an error of the reader means that the file is broken. */
export async function extractFileText(bytes: Uint8Array): Promise<Reply<string>> {
  try {
    const text = await extractByFormat(bytes)
    if (!text.ok) return text
    if (text.value.trim() === '') return failed('file-has-no-text')
    return text.value.length > maxTextLength ? failed('file-too-large') : text
  } catch {
    return failed('file-broken')
  }
}

async function extractByFormat(bytes: Uint8Array): Promise<Reply<string>> {
  switch (detectFileFormat(bytes)) {
    case 'pdf':
      return (await import('./pdf.ts')).extractPdfText(bytes)
    case 'zip':
      return extractZipText(bytes)
    case 'old-office':
      return failed(Buffer.from(bytes).includes(encryptedMarker) ? 'file-locked' : 'file-kind-unknown')
    default:
      return failed('file-kind-unknown')
  }
}

async function extractZipText(bytes: Uint8Array): Promise<Reply<string>> {
  const { listZipEntries } = await import('./zip.ts')
  const entries = await listZipEntries(Buffer.from(bytes))
  if (!entries.ok) return entries
  if (entries.value.has(wordEntry)) return succeeded(await (await import('./word.ts')).extractWordText(bytes))
  if (entries.value.has(workbookEntry)) return succeeded(await (await import('./sheets.ts')).extractSheetsText(bytes))
  return failed('file-kind-unknown')
}
