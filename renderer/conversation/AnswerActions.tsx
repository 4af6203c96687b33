// What can be done with an answer that has ended: copy it, ask for another one, quote it, have it read aloud.

import { Columns2, FileText, Quote, RotateCcw, Sparkles, Square, Volume2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { tasks, type Task } from '../../shared/tasks.ts'
import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import { isAnswering } from '../state/badges.ts'
import { showComparison } from '../state/branches.ts'
import { useComposer } from '../state/composer.ts'
import { useConversation } from '../state/conversation.ts'
import { openRetryDialog } from '../state/layout.ts'
import { retry, retryPrompt, useIsInComparison } from '../state/retry.ts'
import { useSpeech } from '../state/speech.ts'
import { shortName } from '../../shared/model-name.ts'
import { IconButton } from '../ui/Button.tsx'
import { copyToClipboard } from '../ui/copy-to-clipboard.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { MenuItem } from '../ui/Menu.tsx'
import { AnswerFacts } from './AnswerFacts.tsx'
import { MessageActions } from './MessageActions.tsx'
import { quoteInPrompt, getSelectionInAnswer } from './quoting.ts'
import { readAloud, stopReading } from '../speech/read-aloud.ts'

interface AnswerActionsProps {
  readonly answer: Extract<MessageWithSiblings, { kind: 'answer' }>
  /** As it is shown, which may be more than was saved. */
  readonly text: string
  readonly isLast: boolean
  /** False where something else offers it already. */
  readonly showsRetry: boolean
}

export function AnswerActions({ answer, text, isLast, showsRetry }: AnswerActionsProps) {
  const { t } = useTranslation()
  const isBusy = useConversation(isAnswering)
  const isReadingAloud = useSpeech(({ spokenAnswerId }) => spokenAnswerId === answer.id)
  const isColumn = useIsInComparison(answer.id)
  return (
    <MessageActions
      message={answer}
      isLast={isLast || isReadingAloud}
      facts={<AnswerFacts answer={answer} />}
      menuItems={
        <>
          {text !== '' && <TextItems answer={answer} text={text} />}
          {isLast && !isColumn && answer.siblings.comparedCount > 1 && (
            <MenuItem onAction={() => void showComparison(answer)}>
              <Columns2 size={15} aria-hidden />
              {t('compare.showSideBySide')}
            </MenuItem>
          )}
          {!isColumn && <RetryItems answer={answer} isBusy={isBusy} />}
        </>
      }
    >
      {isReadingAloud && (
        <IconButton size="small" label={t('chat.stopReading')} onPress={stopReading}>
          <Square size={13} fill="currentColor" aria-hidden />
        </IconButton>
      )}
      {text !== '' && <CopyButton label={t('chat.copy')} text={() => text} />}
      {showsRetry && (
        <IconButton size="small" label={t('chat.retry')} isDisabled={isBusy && !isColumn} onPress={() => void retry(answer, answer.model)}>
          <RotateCcw size={15} aria-hidden />
        </IconButton>
      )}
    </MessageActions>
  )
}

function TextItems({ answer, text }: Pick<AnswerActionsProps, 'answer' | 'text'>) {
  const { t } = useTranslation()
  const canSpeak = useSpeech((speech) => speech.canSpeak)
  const selected = getSelectionInAnswer(answer.id)
  return (
    <>
      <MenuItem onAction={() => void copyAsPlainText(answer.task, text)}>
        <FileText size={15} aria-hidden />
        {t('chat.copyPlain')}
      </MenuItem>
      <MenuItem onAction={() => quoteInPrompt(selected ?? text)}>
        <Quote size={15} aria-hidden />
        {t(selected === null ? 'chat.quote' : 'chat.quoteSelection')}
      </MenuItem>
      {canSpeak && (
        <MenuItem onAction={() => void readAloud({ ...answer, text })}>
          <Volume2 size={15} aria-hidden />
          {t('chat.readAloud')}
        </MenuItem>
      )}
    </>
  )
}

function RetryItems({ answer, isBusy }: Pick<AnswerActionsProps, 'answer'> & { readonly isBusy: boolean }) {
  const { t } = useTranslation()
  const selectedModel = useComposer(({ model }) => (model === answer.model ? null : model))
  return (
    <>
      {selectedModel !== null && (
        <MenuItem isDisabled={isBusy} onAction={() => void retryPrompt(answer.parentId, selectedModel)}>
          <RotateCcw size={15} aria-hidden />
          {t('chat.retryWith', { model: shortName(selectedModel) })}
        </MenuItem>
      )}
      <MenuItem isDisabled={isBusy} onAction={() => openRetryDialog(answer.parentId)}>
        <Sparkles size={15} aria-hidden />
        {t('chat.retryWithOther')}
      </MenuItem>
    </>
  )
}

/** A continued text has no marks: what looks like one is part of it. */
async function copyAsPlainText(task: Task, text: string): Promise<void> {
  if (tasks[task].answerFormat !== 'markdown') return copyToClipboard(text)
  const { toPlainText } = await import('../markdown/plain-text.ts')
  await copyToClipboard(toPlainText(text, 'copying'))
}
