// What can be done with an answer that has ended: copy it, ask for another one, quote it, have it read aloud.

import { Columns2, FileText, Quote, RotateCcw, Sparkles, Square, Volume2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { PlacedMessage } from '../../shared/types/conversations.ts'
import { isAnswering } from '../state/badges.ts'
import { shortName } from '../../shared/model-name.ts'
import { change, useWindow } from '../state/store.ts'
import { IconButton } from '../ui/Button.tsx'
import { copy } from '../ui/copy.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { MenuItem } from '../ui/Menu.tsx'
import { AnswerFacts } from './AnswerFacts.tsx'
import { showSideBySide } from '../state/branches.ts'
import { retry, useIsColumn } from '../state/columns.ts'
import { MessageActions } from './MessageActions.tsx'
import { quote, selectionIn } from './quoting.ts'
import { readAloud, stopReading } from '../speech/reading-aloud.ts'
import { sendAgain } from '../state/runs.ts'

interface AnswerActionsProps {
  readonly answer: Extract<PlacedMessage, { kind: 'answer' }>
  /** As it is shown, which may be more than was saved. */
  readonly text: string
  readonly isLast: boolean
  /** False where something else offers it already. */
  readonly hasRetry: boolean
}

export function AnswerActions({ answer, text, isLast, hasRetry }: AnswerActionsProps) {
  const { t } = useTranslation()
  const isBusy = useWindow(({ conversation }) => isAnswering(conversation))
  const isSpoken = useWindow(({ spoken }) => spoken === answer.id)
  const isColumn = useIsColumn(answer.id)
  return (
    <MessageActions
      message={answer}
      isLast={isLast || isSpoken}
      facts={<AnswerFacts answer={answer} />}
      items={
        <>
          {text !== '' && <TextItems answer={answer} text={text} />}
          {isLast && !isColumn && answer.siblings.compared > 1 && (
            <MenuItem onAction={() => void showSideBySide(answer)}>
              <Columns2 size={15} aria-hidden />
              {t('compare.again')}
            </MenuItem>
          )}
          {!isColumn && <RetryItems answer={answer} isBusy={isBusy} />}
        </>
      }
    >
      {isSpoken && (
        <IconButton size="small" label={t('chat.stopReading')} onPress={stopReading}>
          <Square size={13} fill="currentColor" aria-hidden />
        </IconButton>
      )}
      {text !== '' && <CopyButton label={t('chat.copy')} text={() => text} />}
      {hasRetry && (
        <IconButton size="small" label={t('chat.retry')} isDisabled={isBusy && !isColumn} onPress={() => void retry(answer, answer.model)}>
          <RotateCcw size={15} aria-hidden />
        </IconButton>
      )}
    </MessageActions>
  )
}

function TextItems({ answer, text }: Pick<AnswerActionsProps, 'answer' | 'text'>) {
  const { t } = useTranslation()
  const canSpeak = useWindow((now) => now.canSpeak)
  const selected = selectionIn(answer.id)
  return (
    <>
      <MenuItem onAction={() => void copyPlain(answer.task, text)}>
        <FileText size={15} aria-hidden />
        {t('chat.copyPlain')}
      </MenuItem>
      <MenuItem onAction={() => quote(selected ?? text)}>
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
  const chosen = useWindow(({ model }) => (model === answer.model ? null : model))
  return (
    <>
      {chosen !== null && (
        <MenuItem isDisabled={isBusy} onAction={() => void sendAgain(answer.parentId, chosen)}>
          <RotateCcw size={15} aria-hidden />
          {t('chat.retryWith', { model: shortName(chosen) })}
        </MenuItem>
      )}
      <MenuItem isDisabled={isBusy} onAction={() => change({ dialog: 'retry', retried: answer.parentId })}>
        <Sparkles size={15} aria-hidden />
        {t('chat.retryWithOther')}
      </MenuItem>
    </>
  )
}

/** A continued text has no marks: what looks like one is part of it. */
async function copyPlain(task: 'chat' | 'continue', text: string): Promise<void> {
  if (task === 'continue') return copy(text)
  const { plainText } = await import('../markdown/plain-text.ts')
  await copy(plainText(text, 'copying'))
}
