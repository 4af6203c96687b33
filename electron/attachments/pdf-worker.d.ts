// The half of pdf.js that reads, which it ships without types: pdf.js alone calls it.

declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: unknown
}
