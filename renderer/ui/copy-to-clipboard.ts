// The one writer of the clipboard.

import { translate } from '../i18n/i18n.ts'
import { showToast } from '../state/toasts.ts'

/** Copies a text and says in a toast whether it worked. */
export async function copyToClipboard(text: string): Promise<void> {
  if (await writeToClipboard(text)) showToast(translate('chat.copied'))
}

/** The same for a button that shows its success itself: only a failure is said in a toast. Resolves with whether it worked. */
export async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // The system may refuse, for example while another program holds the clipboard.
    showToast(translate('chat.notCopied'))
    return false
  }
}
