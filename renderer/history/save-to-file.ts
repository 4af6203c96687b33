// Saves a conversation or a message of it as a file, and says what came of it.

import { callMainWithToast } from '../state/call-with-toast.ts'
import { showToast } from '../state/toasts.ts'
import type { SaveRequest } from '../../shared/types/saving.ts'
import { translate } from '../i18n/i18n.ts'

export async function saveConversationToFile(request: SaveRequest): Promise<void> {
  const reply = await callMainWithToast('history.saveToFile', request)
  if (!reply.ok || reply.value.kind === 'cancelled') return
  const { secretCount } = reply.value
  showToast(secretCount === 0 ? translate('history.saved') : translate('history.savedWithout', { count: secretCount }))
}
