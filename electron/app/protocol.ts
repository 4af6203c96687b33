// Serves the built pages over app:// and nothing else. Which files exist is decided in pages.ts.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { protocol, type Session } from 'electron'
import { setPageLanguage, resolvePageFile, type Page } from './pages.ts'
import type { Language } from '../../shared/language.ts'

/** Call before Electron is ready. `codeCache` keeps compiled scripts between starts. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves one page and its assets to a session, in the current language. The other page does not exist there. */
export function servePage(session: Session, folder: string, page: Page, language: () => Language): void {
  session.protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? resolvePageFile(request.url, page) : null
    if (file === null) return new Response(null, { status: 404 })
    try {
      const path = join(folder, file.path)
      const body = file.path === page.file ? setPageLanguage(language(), await readFile(path, 'utf8')) : await readFile(path)
      return new Response(body, { headers: file.headers })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}
