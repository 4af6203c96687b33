// Opens links in the browser. No other file hands an address to the system; the person sees the real host first.

import { dialog, shell, type BrowserWindow } from 'electron'
import { failed, succeeded, type Reply } from '../../shared/failures.ts'
import { fillPlaceholders } from '../../shared/fill-placeholders.ts'
import { parseLink } from '../../shared/link.ts'
import type { SystemWords } from '../../shared/words/words.ts'

/** Hugging Face's account settings and model pages: Parley's own buttons open them without asking. */
const trustedPages = /^https:\/\/huggingface\.co\/(settings\/[\w/?=&.-]+|[\w.-]+\/[\w.-]+)$/

/** Fails with `address-refused` for anything but plain https. Answering no is not a failure. */
export async function openLink(address: string, window: BrowserWindow | null, words: SystemWords['openLink']): Promise<Reply<void>> {
  if (window === null) return failed('internal')
  const link = parseLink(address)
  if (link === null) return failed('address-refused')
  if (!trustedPages.test(link.address) && !(await confirmOpen(link.host, window, words))) return succeeded(undefined)
  // SECURITY: the only call of openExternal. Only https addresses reach it.
  await shell.openExternal(link.address)
  return succeeded(undefined)
}

async function confirmOpen(host: string, window: BrowserWindow, words: SystemWords['openLink']): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: fillPlaceholders(words.question, { host }),
    detail: words.detail,
    buttons: [words.open, words.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}
