// Attached files: their maximum size, and how their format is detected.

/** Far more than a model can read, and far less than IPC can carry. */
export const maxFileBytes = 50 * 1024 * 1024

/** The container of Word and Excel files, the one they had before 2007 and have with a password, and PDF. */
export type FileFormat = 'zip' | 'old-office' | 'pdf'

const signatures: readonly (readonly [FileFormat, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['old-office', [0xd0, 0xcf, 0x11, 0xe0]],
]
/** "%PDF-" may be anywhere in the first kilobyte. */
const pdfSignature = /%PDF-/
const pdfSignatureSearchBytes = 1024

/** The format by the first bytes of a file; null for any other. */
export function detectFileFormat(bytes: Uint8Array): FileFormat | null {
  const found = signatures.find(([, signature]) => signature.every((byte, index) => bytes[index] === byte))
  if (found !== undefined) return found[0]
  return pdfSignature.test(String.fromCharCode(...bytes.subarray(0, pdfSignatureSearchBytes))) ? 'pdf' : null
}
