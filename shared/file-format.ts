// What both sides know of files that go along with a prompt: how large one may be, and by which first bytes main reads it.

/** Far above what a model reads, far below what would hurt on its way to main. */
export const maxFileBytes = 50 * 1024 * 1024

/** Packed as Word and Excel pack their files, as they did before 2007 and do with a password, and as PDF. */
export type FileFormat = 'zip' | 'old-office' | 'pdf'

const signatures: readonly (readonly [FileFormat, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['old-office', [0xd0, 0xcf, 0x11, 0xe0]],
]
/** "%PDF-" may stand anywhere in the first kilobyte. */
const pdfSignature = /%PDF-/
const pdfSignatureSearchBytes = 1024

/** The format of a file by its first bytes; null for any other. */
export function detectFileFormat(bytes: Uint8Array): FileFormat | null {
  const found = signatures.find(([, signature]) => signature.every((byte, index) => bytes[index] === byte))
  if (found !== undefined) return found[0]
  return pdfSignature.test(String.fromCharCode(...bytes.subarray(0, pdfSignatureSearchBytes))) ? 'pdf' : null
}
