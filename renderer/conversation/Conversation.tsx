// The messages of a conversation, newest at the end. Only the newest are read, and of those only what is near the view is on the page;
// older ones follow when they are scrolled to.

import { ArrowDown } from 'lucide-react'
import { useEffect, useMemo, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlacedAnswer, PlacedMessage } from '../../shared/types/conversations.ts'
import { useWindow } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Announcer } from './Announcer.tsx'
import { Comparison } from './Comparison.tsx'
import { ComparisonAnnouncer } from './ComparisonAnnouncer.tsx'
import { useFound } from '../find/use-found.ts'
import { MessageArticle } from './MessageArticle.tsx'
import { showSought } from '../find/sought.ts'
import { useMessagesInView } from './use-messages-in-view.ts'
import { useStickToEnd } from './use-stick-to-end.ts'
import styles from './Conversation.module.css'

interface ConversationProps {
  readonly messages: readonly PlacedMessage[]
  /** Messages before those, which have not been read. */
  readonly earlier: number
  /** Answers side by side, which stand at its end as one message would. */
  readonly comparison: readonly PlacedAnswer[] | null
}

export function Conversation({ messages, earlier, comparison }: ConversationProps) {
  const { t } = useTranslation()
  const sought = useWindow((state) => state.conversation.sought)
  const isComparing = comparison !== null
  const rows = useMemo(() => (isComparing ? [...messages, { id: `answers to ${messages.at(-1)?.id}` }] : messages), [messages, isComparing])
  const { scroller, content, isAtEnd, goToEnd, hold } = useStickToEnd(rows.at(-1)?.id, sought === null)
  const { list, items } = useMessagesInView(scroller, rows, earlier, sought === null)
  const columnOf = (messageId: string | undefined) => comparison?.findIndex(({ id }) => id === messageId) ?? -1
  const { measureElement } = list
  const scrollerStyle = isComparing ? `${styles.scroller} ${styles.sideways}` : styles.scroller

  /** Brings a message onto the page; gives it once it is there. */
  const bringIn = (messageId: string, then: (element: Element) => void): (() => void) => {
    const index = columnOf(messageId) === -1 ? messages.findIndex(({ id }) => id === messageId) : messages.length
    let frame = 0
    let framesLeft = mostFrames
    const look = () => {
      const element = content.current?.querySelector(`[data-message="${messageId}"]`)
      framesLeft -= 1
      if (element == null && framesLeft > 0) frame = requestAnimationFrame(look)
      if (element == null) return
      list.cancelScroll()
      then(element)
    }
    if (index === -1) return () => undefined
    hold()
    list.scrollToIndex(index, { align: 'start' })
    look()
    return () => cancelAnimationFrame(frame)
  }

  const isHeld = (messageId: string) => columnOf(messageId) !== -1 || messages.some(({ id }) => id === messageId)
  useFound(content, isHeld, (messageId, then) => {
    const isOnPage = content.current?.querySelector(`[data-message="${messageId}"]`) != null
    if (!isOnPage) return bringIn(messageId, then)
    hold()
    then()
    return () => undefined
  })

  useEffect(() => {
    if (sought === null) return undefined
    let hide: (() => void) | undefined
    const leave = bringIn(sought.messageId, (element) => {
      hide = showSought(element, sought.words)
    })
    return () => {
      leave()
      hide?.()
    }
    // Gone to once: neither a new message nor older ones bring it back into view.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [sought])

  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || !(event.target instanceof Element)) return
    const at = messageAt(event.target)
    const step = steps[event.key]
    const sideways = sidewaysSteps[event.key]
    const column = columnOf(at)
    if (step === undefined && (sideways === undefined || column === -1)) return
    const from = column === -1 ? messages.findIndex(({ id }) => id === at) : messages.length
    const to = from === -1 ? rows.length - 1 : from + (step ?? 0)
    const next =
      sideways === undefined ? (messages[to] ?? (to === messages.length ? comparison?.[0] : undefined)) : comparison?.[column + sideways]
    event.preventDefault()
    if (next === undefined) return
    bringIn(next.id, (element) => {
      if (element instanceof HTMLElement) element.focus({ preventScroll: true })
      // The list knows of no columns.
      if (columnOf(next.id) !== -1) element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
  }

  return (
    <div className={styles.place}>
      {/* Focusable, so that the arrow keys and Page Up scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions */}
      <section ref={scroller} className={scrollerStyle} aria-label={t('chat.conversation')} tabIndex={0} onKeyDown={onKeyDown}>
        <div ref={content} className={`${styles.content} ${isComparing ? styles.wide : ''}`} data-columns={comparison?.length}>
          <div className={styles.all} style={{ height: list.getTotalSize() }}>
            <div role="feed" className={styles.feed} style={{ top: items[0]?.start ?? 0 }}>
              {items.map(({ index }) => {
                const message = messages[index]
                if (comparison !== null && index === messages.length) {
                  return (
                    <Comparison key="comparison" ref={measureElement} answers={comparison} index={index} position={earlier + rows.length} />
                  )
                }
                return message === undefined ? null : (
                  <MessageArticle
                    key={message.id}
                    ref={measureElement}
                    message={message}
                    index={index}
                    position={earlier + index + 1}
                    count={earlier + rows.length}
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

/** Half a second. */
const mostFrames = 30
const steps: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, ArrowDown: 1 }
const sidewaysSteps: Readonly<Record<string, -1 | 1>> = { ArrowLeft: -1, ArrowRight: 1 }

function messageAt(element: Element): string | undefined {
  return element.closest<HTMLElement>('[data-message]')?.dataset.message
}
