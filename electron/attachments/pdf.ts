// The text of a PDF, each page ended by a form feed, as pdftotext ends them: that is how many pages it has, wherever it goes. The only
// user of pdf.js, and of its quirks outside a browser.

import { failed, succeeded, type Reply } from '../../shared/failures.ts'

const maxPages = 1_000

/** It makes one of each of these when it is loaded, to draw with, and nothing is drawn here. */
for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) Object.defineProperty(globalThis, name, { value: Object, configurable: true })
// Found there it is used, in this very thread; otherwise pdf.js looks for a file of that name.
Object.assign(globalThis, { pdfjsWorker: await import('pdfjs-dist/legacy/build/pdf.worker.mjs') })
const { getDocument, PasswordException, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs')

export async function extractPdfText(bytes: Uint8Array): Promise<Reply<string>> {
  try {
    const pdf = await getDocument({
      data: Uint8Array.from(bytes),
      verbosity: VerbosityLevel.ERRORS,
      disableFontFace: true,
      useSystemFonts: false,
      useWasm: false,
      stopAtErrors: false,
    }).promise
    if (pdf.numPages > maxPages) return failed('file-too-many-pages')
    const pages: string[] = []
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number)
      const { items } = await page.getTextContent()
      pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''))
      page.cleanup()
    }
    return succeeded(pages.every((page) => page.trim() === '') ? '' : pages.map((page) => `${page.trimEnd()}\f`).join(''))
  } catch (error) {
    if (error instanceof PasswordException) return failed('file-locked')
    throw error
  }
}
