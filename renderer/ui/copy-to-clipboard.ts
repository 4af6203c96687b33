// Puts a text on the clipboard and says so, for where there is no button that can.

import { translate } from '../i18n/i18n.ts'
import { showToast } from '../state/toast.ts'

export async function copyToClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    showToast(translate('chat.copied'))
  } catch {
    // The system may refuse, as when another program holds the clipboard.
    showToast(translate('chat.notCopied'))
  }
}
