// Saves a conversation or a message of it as a file, and says what came of it.

import { ask } from '../state/ask.ts'
import type { SaveRequest } from '../../shared/types/saving.ts'
import { say } from '../i18n/i18n.ts'
import { showToast } from '../state/toast.ts'

export async function saveConversation(request: SaveRequest): Promise<void> {
  const reply = await ask('history.save', request)
  if (!reply.ok || reply.value.kind === 'cancelled') return
  const { secrets } = reply.value
  showToast(secrets === 0 ? say('history.saved') : say('history.savedWithout', { count: secrets }))
}
