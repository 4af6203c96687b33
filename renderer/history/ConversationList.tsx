// The conversations by day, read page by page as they are scrolled to. Up and Down move between them.

import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '../format/formats.ts'
import { useWindow } from '../state/store.ts'
import { useNow } from '../ui/use-now.ts'
import { ConversationRow } from './ConversationRow.tsx'
import { byDay, type DayName } from '../format/days.ts'
import { readMore } from '../state/history.ts'
import { moveFocus } from './move-focus.ts'
import styles from './ConversationList.module.css'

export function ConversationList() {
  const { t } = useTranslation()
  const { conversations, next } = useWindow((state) => state.history)
  const openId = useWindow((state) => state.conversation.id)
  // Renewed now and then, so that today becomes yesterday at midnight.
  const now = useNow(60_000, true)
  const nameOf = useDayName(now)
  const isStarted = useWindow((state) => state.start.kind === 'ready')
  if (isStarted && conversations.length === 0) return <p className={styles.empty}>{t('history.empty')}</p>
  // One row can be reached by Tab: the open one, or the first. The others follow by Up and Down.
  const reachable = conversations.some((each) => each.id === openId) ? openId : conversations[0]?.id
  return (
    <div role="presentation" onKeyDown={(event: KeyboardEvent<HTMLElement>) => moveFocus(event)}>
      {byDay(conversations, now).map(({ name, conversations: ofDay }) => (
        <section key={name.kind === 'date' ? name.at : name.kind} aria-label={nameOf(name)}>
          <h2 className={styles.day}>{nameOf(name)}</h2>
          <ul className={styles.rows}>
            {ofDay.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                isOpen={conversation.id === openId}
                isReachable={conversation.id === reachable}
              />
            ))}
          </ul>
        </section>
      ))}
      {next !== null && <MoreMark key={next} />}
    </div>
  )
}

/** Reads the next page when the end of the list comes near. */
function MoreMark() {
  const { t } = useTranslation()
  const mark = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (mark.current === null) return undefined
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && void readMore(), { rootMargin: '400px' })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [])
  return (
    <p ref={mark} className={styles.empty}>
      {t('history.loading')}
    </p>
  )
}

function useDayName(now: number): (name: DayName) => string {
  const { t } = useTranslation()
  const thisYear = new Date(now).getFullYear()
  return (name) => {
    if (name.kind !== 'date') return t(`history.${name.kind}`)
    const year = new Date(name.at).getFullYear() === thisYear ? undefined : 'numeric'
    return formatDate(name.at, { weekday: 'long', day: 'numeric', month: 'long', year })
  }
}
