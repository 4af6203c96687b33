// One message in the feed: who says it, and which of how many it is.

import { memo, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageWithSiblings } from '../../shared/types/messages.ts'
import { useModelNameFormatter } from '../state/models.ts'
import { AnswerView } from './AnswerView.tsx'
import { PromptView } from './PromptView.tsx'
import styles from './Conversation.module.css'

interface MessageArticleProps {
  readonly message: MessageWithSiblings
  /** Among those that have been read; the list measures by it. */
  readonly index: number
  /** In the whole conversation, from 1. */
  readonly position: number
  readonly count: number
  readonly ref: Ref<HTMLElement>
}

/** Drawn again only when something of it has changed: the list is drawn at every turn of the wheel. */
export const MessageArticle = memo(function MessageArticle({ message, index, position, count, ref }: MessageArticleProps) {
  const { t } = useTranslation()
  const getFullName = useModelNameFormatter()
  return (
    <article
      ref={ref}
      className={styles.message}
      data-index={index}
      data-message={message.id}
      tabIndex={-1}
      aria-posinset={position}
      aria-setsize={count}
      aria-label={message.kind === 'prompt' ? t('chat.you') : t('chat.answerFrom', { model: getFullName(message.model) })}
    >
      {message.kind === 'prompt' ? (
        <PromptView prompt={message} isLast={position === count} />
      ) : (
        <AnswerView answer={message} isLast={position === count} />
      )}
    </article>
  )
})
