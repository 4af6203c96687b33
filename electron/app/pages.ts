// Maps app:// addresses to built files and their headers. Pure: no disk, no Electron.

import { getLanguageEntry, type Language } from '../../shared/language.ts'

export interface Page {
  readonly address: string
  /** The page's file inside the folder of built pages. */
  readonly file: string
  readonly contentSecurityPolicy: string
}

/** Both pages may run and style themselves from their own bundle, and nothing else. */
const strictPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // None of our code writes HTML as text, so every sink for it is closed.
  "require-trusted-types-for 'script'",
]

export const chatPage: Page = {
  address: 'app://parley/index.html',
  file: 'renderer/index.html',
  contentSecurityPolicy: [
    ...strictPolicy,
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    // The worker that highlights code. Its address is a sink too, so one named policy creates it (renderer/markdown/highlight).
    "worker-src 'self'",
    'trusted-types parley-worker',
  ].join('; '),
}

// SECURITY: the key window's page can connect to nothing, not even fetch its own files.
export const keyPage: Page = {
  address: 'app://parley/key.html',
  file: 'key-window/page.html',
  contentSecurityPolicy: [...strictPolicy, "connect-src 'none'", "trusted-types 'none'"].join('; '),
}

interface PageFile {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
}

/** The file for an address; null when there is none. Built assets are in one flat folder, so no name with a slash or `..` can match. */
export function resolvePageFile(address: string, page: Page): PageFile | null {
  if (address === page.address) {
    return { path: page.file, headers: headers('text/html; charset=utf-8', page) }
  }
  const asset = /^app:\/\/parley\/assets\/([\w-][\w.-]*\.(\w+))$/.exec(address)
  const name = asset?.[1]
  const type = contentTypes[asset?.[2] ?? '']
  return name === undefined || type === undefined ? null : { path: `assets/${name}`, headers: headers(type, page) }
}

/** Sets the language and its direction in the page's first line, where its script and screen readers read them. */
export function setPageLanguage(language: Language, html: string): string {
  return html.replace('<html lang="en" dir="ltr">', `<html lang="${language}" dir="${getLanguageEntry(language).direction}">`)
}

function headers(type: string, page: Page): Readonly<Record<string, string>> {
  return {
    'content-type': type,
    'content-security-policy': page.contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  }
}
