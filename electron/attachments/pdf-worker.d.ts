// The worker of pdf.js, which ships without types. Only pdf.js calls it.

declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs' {
  export const WorkerMessageHandler: unknown
}
