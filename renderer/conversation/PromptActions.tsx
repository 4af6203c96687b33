// What can be done with a prompt: copy it, edit it in its place, have it answered where it has no answer.

import { Pencil, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import { IconButton } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { startEdit } from '../state/edits.ts'
import { retryPrompt } from '../state/retry.ts'
import { MessageActions } from './MessageActions.tsx'

interface PromptActionsProps {
  readonly prompt: Extract<MessageWithSiblings, { kind: 'prompt' }>
  /** Nothing answers it. */
  readonly isLast: boolean
}

export function PromptActions({ prompt, isLast }: PromptActionsProps) {
  const { t } = useTranslation()
  return (
    <MessageActions message={prompt} isLast={isLast} menuItems={null}>
      {isLast && (
        <IconButton size="small" label={t('chat.answerPrompt')} onPress={() => void retryPrompt(prompt.id)}>
          <RotateCcw size={15} aria-hidden />
        </IconButton>
      )}
      {prompt.text !== '' && <CopyButton label={t('chat.copyPrompt')} text={() => prompt.text} />}
      <IconButton size="small" data-edit label={t('chat.edit')} onPress={() => startEdit(prompt)}>
        <Pencil size={14} aria-hidden />
      </IconButton>
    </MessageActions>
  )
}
