// Extracts the text of a Word document. The only user of mammoth.

import { extractRawText } from 'mammoth'

export async function extractWordText(bytes: Uint8Array): Promise<string> {
  const { value } = await extractRawText({ buffer: Buffer.from(bytes) })
  // mammoth ends each paragraph with two line breaks. Empty paragraphs are left out.
  return value.replaceAll(/\n{3,}/g, '\n\n').trim()
}
