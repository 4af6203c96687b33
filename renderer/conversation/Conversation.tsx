// The messages of a conversation, newest at the end. Only the newest are read, and of those only what is near the view is on the page;
// older ones follow when they are scrolled to.

import { ArrowDown } from 'lucide-react'
import { useEffect, useMemo, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerWithSiblings, MessageWithSiblings } from '../../shared/types/messages.ts'
import { getInlineArrowKeys } from '../i18n/i18n.ts'
import { useConversation } from '../state/conversation.ts'
import { Button } from '../ui/Button.tsx'
import { Announcer } from './Announcer.tsx'
import { Comparison } from './Comparison.tsx'
import { ComparisonAnnouncer } from './ComparisonAnnouncer.tsx'
import { useFindHighlights } from '../find/use-find-highlights.ts'
import { MessageArticle } from './MessageArticle.tsx'
import { showScrollTarget } from '../find/scroll-target.ts'
import { useMessagesInView } from './use-messages-in-view.ts'
import { useStickToEnd } from './use-stick-to-end.ts'
import styles from './Conversation.module.css'

interface ConversationProps {
  readonly messages: readonly MessageWithSiblings[]
  /** Messages before those, which have not been read. */
  readonly earlierCount: number
  /** Answers side by side, which stand at its end as one message would. */
  readonly comparison: readonly AnswerWithSiblings[] | null
}

export function Conversation({ messages, earlierCount, comparison }: ConversationProps) {
  const { t } = useTranslation()
  const scrollTarget = useConversation((conversation) => conversation.scrollTarget)
  const isComparing = comparison !== null
  const rows = useMemo(() => (isComparing ? [...messages, { id: `answers to ${messages.at(-1)?.id}` }] : messages), [messages, isComparing])
  const { scroller, content, isAtEnd, goToEnd, hold } = useStickToEnd(rows.at(-1)?.id, scrollTarget === null)
  const { list, items } = useMessagesInView(scroller, rows, earlierCount, scrollTarget === null)
  const findColumnIndex = (messageId: string | undefined) => comparison?.findIndex(({ id }) => id === messageId) ?? -1
  const { measureElement } = list
  const scrollerClass = isComparing ? `${styles.scroller} ${styles.scrollsSideways}` : styles.scroller

  /** Brings a message onto the page; gives it once it is there. */
  const scrollToMessage = (messageId: string, onReady: (element: Element) => void): (() => void) => {
    const index = findColumnIndex(messageId) === -1 ? messages.findIndex(({ id }) => id === messageId) : messages.length
    let frame = 0
    let framesLeft = maxFrames
    const waitForElement = () => {
      const element = content.current?.querySelector(`[data-message="${messageId}"]`)
      framesLeft -= 1
      if (element == null && framesLeft > 0) frame = requestAnimationFrame(waitForElement)
      if (element == null) return
      list.cancelScroll()
      onReady(element)
    }
    if (index === -1) return () => undefined
    hold()
    list.scrollToIndex(index, { align: 'start' })
    waitForElement()
    return () => cancelAnimationFrame(frame)
  }

  const isLoaded = (messageId: string) => findColumnIndex(messageId) !== -1 || messages.some(({ id }) => id === messageId)
  useFindHighlights(content, isLoaded, (messageId, onReady) => {
    const isOnPage = content.current?.querySelector(`[data-message="${messageId}"]`) != null
    if (!isOnPage) return scrollToMessage(messageId, onReady)
    hold()
    onReady()
    return () => undefined
  })

  useEffect(() => {
    if (scrollTarget === null) return undefined
    let hideHighlights: (() => void) | undefined
    const cancel = scrollToMessage(scrollTarget.messageId, (element) => {
      hideHighlights = showScrollTarget(element, scrollTarget.words)
    })
    return () => {
      cancel()
      hideHighlights?.()
    }
    // Gone to once: neither a new message nor older ones bring it back into view.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [scrollTarget])

  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || !(event.target instanceof Element)) return
    const focusedId = findMessageId(event.target)
    const verticalStep = verticalSteps[event.key]
    const horizontalStep = getHorizontalStep(event.key)
    const column = findColumnIndex(focusedId)
    if (verticalStep === undefined && (horizontalStep === undefined || column === -1)) return
    const currentIndex = column === -1 ? messages.findIndex(({ id }) => id === focusedId) : messages.length
    const nextIndex = currentIndex === -1 ? rows.length - 1 : currentIndex + (verticalStep ?? 0)
    const nextMessage =
      horizontalStep === undefined
        ? (messages[nextIndex] ?? (nextIndex === messages.length ? comparison?.[0] : undefined))
        : comparison?.[column + horizontalStep]
    event.preventDefault()
    if (nextMessage === undefined) return
    scrollToMessage(nextMessage.id, (element) => {
      if (element instanceof HTMLElement) element.focus({ preventScroll: true })
      // The list knows of no columns.
      if (findColumnIndex(nextMessage.id) !== -1) element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
  }

  return (
    <div className={styles.wrapper}>
      {/* Focusable, so that the arrow keys and Page Up scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */}
      <section ref={scroller} className={scrollerClass} aria-label={t('chat.conversation')} tabIndex={0} onKeyDown={onKeyDown}>
        <div ref={content} className={`${styles.content} ${isComparing ? styles.wide : ''}`} data-columns={comparison?.length}>
          <div className={styles.list} style={{ height: list.getTotalSize() }}>
            <div role="feed" className={styles.feed} style={{ top: items[0]?.start ?? 0 }}>
              {items.map(({ index }) => {
                const message = messages[index]
                if (comparison !== null && index === messages.length) {
                  return (
                    <Comparison
                      key="comparison"
                      ref={measureElement}
                      answers={comparison}
                      index={index}
                      position={earlierCount + rows.length}
                    />
                  )
                }
                return message === undefined ? null : (
                  <MessageArticle
                    key={message.id}
                    ref={measureElement}
                    message={message}
                    index={index}
                    position={earlierCount + index + 1}
                    count={earlierCount + rows.length}
                  />
                )
              })}
            </div>
          </div>
        </div>
      </section>
      <Announcer answer={messages.at(-1)} />
      <ComparisonAnnouncer answers={comparison ?? undefined} />
      {!isAtEnd && (
        <div className={styles.scrollToEnd}>
          <Button size="small" onPress={goToEnd}>
            <ArrowDown size={15} aria-hidden />
            {t('chat.newest')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Half a second. */
const maxFrames = 30
const verticalSteps: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, ArrowDown: 1 }

function getHorizontalStep(key: string): -1 | 1 | undefined {
  const { forward, back } = getInlineArrowKeys()
  if (key === forward) return 1
  return key === back ? -1 : undefined
}

function findMessageId(element: Element): string | undefined {
  return element.closest<HTMLElement>('[data-message]')?.dataset.message
}
