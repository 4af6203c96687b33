// The messages of a conversation, newest at the end. Only the newest are read and put on the page; older ones follow when they are
// scrolled to.

import { ArrowDown } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../electron/shared/types/conversations.ts'
import { useFullNames } from '../models/known.ts'
import { useWindow } from '../store.ts'
import { Button } from '../ui/Button.tsx'
import { Announcer } from './Announcer.tsx'
import { AnswerView } from './Answer.tsx'
import { readOlder } from './conversation.ts'
import { PromptView } from './PromptView.tsx'
import { showSought } from './sought.ts'
import { useStickToEnd } from './use-stick-to-end.ts'
import styles from './Conversation.module.css'

const shownAtFirst = 30
const shownMore = 30
/** Messages on the page above the one that was sought. */
const shownAbove = 3

interface ConversationProps {
  readonly messages: readonly Message[]
  /** Messages before those, which have not been read. */
  readonly earlier: number
}

export function Conversation({ messages, earlier }: ConversationProps) {
  const { t } = useTranslation()
  const sought = useWindow((state) => state.conversation.sought)
  const { scroller, content, isAtEnd, goToEnd, hold } = useStickToEnd(messages.at(-1)?.id, sought === null)
  const nameOf = useFullNames()
  const [shown, setShown] = useState(shownAtFirst)
  const showMore = useCallback(() => {
    setShown((before) => before + shownMore)
    void readOlder()
  }, [])
  const at = messages.findIndex(({ id }) => id === sought?.messageId)
  const first = Math.max(0, Math.min(messages.length - shown, at === -1 ? Infinity : at - shownAbove))

  useEffect(() => {
    const message = sought === null ? null : content.current?.querySelector(`[data-message="${sought.messageId}"]`)
    if (sought === null || message == null) return undefined
    hold()
    return showSought(message, sought.words)
  }, [sought, content, hold])

  return (
    <div className={styles.place}>
      {/* Focusable, so that the arrow keys and Page Up scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section ref={scroller} className={styles.scroller} aria-label={t('chat.conversation')} tabIndex={0}>
        <div ref={content} className={styles.content}>
          {earlier + first > 0 && <OlderMark key={earlier + first} onNear={showMore} />}
          <div role="feed" className={styles.feed}>
            {messages.slice(first).map((message, index) => (
              <article
                key={message.id}
                className={styles.message}
                data-message={message.id}
                aria-posinset={earlier + first + index + 1}
                aria-setsize={earlier + messages.length}
                aria-label={message.kind === 'prompt' ? t('chat.you') : t('chat.answerFrom', { model: nameOf(message.model) })}
              >
                {message.kind === 'prompt' ? (
                  <PromptView prompt={message} />
                ) : (
                  <AnswerView answer={message} isLast={first + index === messages.length - 1} />
                )}
              </article>
            ))}
          </div>
        </div>
      </section>
      <Announcer answer={messages.at(-1)} />
      {!isAtEnd && (
        <div className={styles.newest}>
          <Button size="small" onPress={goToEnd}>
            <ArrowDown size={15} aria-hidden />
            {t('chat.newest')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Stands above the oldest message on the page and tells when it comes near. */
function OlderMark({ onNear }: { readonly onNear: () => void }) {
  const mark = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (mark.current === null) return undefined
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && onNear(), { rootMargin: '600px 0px 0px' })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [onNear])
  return <div ref={mark} className={styles.top} />
}
