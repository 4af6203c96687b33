// The conversations by day, read page by page as they are scrolled to. Up and Down move between them.

import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '../format/formats.ts'
import { useConversation } from '../state/conversation.ts'
import { loadMoreConversations, useHistory } from '../state/history.ts'
import { useStartState } from '../state/start-state.ts'
import { useNow } from '../ui/use-now.ts'
import { ConversationRow } from './ConversationRow.tsx'
import { groupByDay, type DayName } from './group-by-day.ts'
import { moveRowFocus } from './move-focus.ts'
import styles from './ConversationList.module.css'

export function ConversationList() {
  const { t } = useTranslation()
  const { conversations, next } = useHistory((history) => history)
  const openId = useConversation(({ id }) => id)
  // Renewed now and then, so that today becomes yesterday at midnight.
  const now = useNow(60_000, true)
  const formatDayName = useDayNameFormatter(now)
  const isStarted = useStartState(({ kind }) => kind === 'ready')
  if (isStarted && conversations.length === 0) return <p className={styles.empty}>{t('history.empty')}</p>
  // One row can be reached by Tab: the open one, or the first. The others follow by Up and Down.
  const tabStopId = conversations.some((each) => each.id === openId) ? openId : conversations[0]?.id
  return (
    <div role="presentation" onKeyDown={(event: KeyboardEvent<HTMLElement>) => moveRowFocus(event)}>
      {groupByDay(conversations, now).map(({ name, conversations: dayConversations }) => (
        <section key={name.kind === 'date' ? name.timestamp : name.kind} aria-label={formatDayName(name)}>
          <h2 className={styles.day}>{formatDayName(name)}</h2>
          <ul className={styles.rows}>
            {dayConversations.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                isOpen={conversation.id === openId}
                isTabStop={conversation.id === tabStopId}
              />
            ))}
          </ul>
        </section>
      ))}
      {next !== null && <LoadMoreSentinel key={next} />}
    </div>
  )
}

/** Reads the next page when the end of the list comes near. */
function LoadMoreSentinel() {
  const { t } = useTranslation()
  const sentinel = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (sentinel.current === null) return undefined
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && void loadMoreConversations(), {
      rootMargin: '400px',
    })
    observer.observe(sentinel.current)
    return () => observer.disconnect()
  }, [])
  return (
    <p ref={sentinel} className={styles.empty}>
      {t('history.loading')}
    </p>
  )
}

function useDayNameFormatter(now: number): (name: DayName) => string {
  const { t } = useTranslation()
  const thisYear = new Date(now).getFullYear()
  return (name) => {
    if (name.kind !== 'date') return t(`history.${name.kind}`)
    const year = new Date(name.timestamp).getFullYear() === thisYear ? undefined : 'numeric'
    return formatDate(name.timestamp, { weekday: 'long', day: 'numeric', month: 'long', year })
  }
}
