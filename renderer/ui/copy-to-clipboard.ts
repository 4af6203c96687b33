// The only writer of the clipboard.

import { translate } from '../i18n/i18n.ts'
import { showToast } from '../state/toasts.ts'

/** Copies a text and shows a toast with the result. */
export async function copyToClipboard(text: string): Promise<void> {
  if (await writeToClipboard(text)) showToast(translate('chat.copied'))
}

/** For callers that show success themselves: only a failure shows a toast. Resolves with whether it succeeded. */
export async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // The system may refuse, for example while another program locks the clipboard.
    showToast(translate('chat.copyFailed'))
    return false
  }
}
