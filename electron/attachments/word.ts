// The text of a Word document. The only user of mammoth.

import { extractRawText } from 'mammoth'

export async function extractWordText(bytes: Uint8Array): Promise<string> {
  const { value } = await extractRawText({ buffer: Buffer.from(bytes) })
  // It parts paragraphs by two line ends each, and an empty paragraph is none to a reader.
  return value.replaceAll(/\n{3,}/g, '\n\n').trim()
}
