// Extracts the text of a PDF, with a form feed after each page as in pdftotext, so that the text shows the number of pages. The only user
// of pdf.js. Hides its quirks outside a browser.

import { failed, succeeded, type Reply } from '../../shared/failures.ts'

const maxPages = 1_000

/** pdf.js creates these classes of the DOM while it loads, for drawing. Nothing is drawn here, so any class will do. */
for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) Object.defineProperty(globalThis, name, { value: Object, configurable: true })
// With this global, pdf.js runs its worker in the same thread instead of loading it from a file.
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
